import { draftOf } from "./drafts.ts";
import type { Candidate } from "./locate.ts";
import { isLiteral, numberEnd } from "./look-ahead.ts";
import { scan } from "./scan.ts";
import { scanEscaped } from "./scan-escaped.ts";
import { nextSolid } from "./scan-space.ts";
import { beginsString } from "./scan-string.ts";
import type { Shape } from "./shape.ts";
import { scalarNode } from "./source-node.ts";

/**
 * What a text without any bracket can be: one scalar, a list without its brackets, or, where the schema admits text
 * or has a value that the text names, the text itself. Nothing when the schema asks for an object.
 */
export function readBareRoot(text: string, start: number, shape: Shape): Candidate[] {
  const scalar =
    shape.admits("string") ||
    shape.admits("number") ||
    shape.admits("integer") ||
    shape.admits("boolean") ||
    shape.admits("null");
  const list = shape.admits("array");
  if (!scalar && !list) return [];
  const escaped = text.startsWith('\\"', start);
  const one = escaped ? scanEscaped(text, start) : scan(text, start, text.length);
  const rest = nextSolid(text, one.end, text.length);
  const whole = /^[\s;,)]*$/.test(text.slice(rest, rest + 20)) && rest + 20 >= text.length;
  const bare = one.drafts.some((draft) => draft.kind === "text_quoted");
  if (one.outcome === "cut" || (whole && !bare)) return [{ start, end: one.end, scanned: one, fence: null }];
  if (list && startsScalar(text, start)) {
    const items = scan(text, start, text.length, { asList: true });
    const bareItems = items.drafts.some(
      (draft) => draft.kind === "text_quoted" || draft.kind === "stray_text_ignored",
    );
    if (items.outcome === "complete" && !bareItems)
      return [{ start, end: items.end, scanned: items, fence: null }];
  }
  return scalar || list ? wholeText(text, start, shape) : [];
}

function startsScalar(text: string, start: number): boolean {
  return beginsString(text, start) || numberEnd(text, start) !== -1 || isLiteral(text, start);
}

function wholeText(text: string, start: number, shape: Shape): Candidate[] {
  if (text.startsWith("//", start) || text.startsWith("/*", start) || text.startsWith("#", start)) return [];
  let end = text.length;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  const value = text.slice(start, end);
  const node = scalarNode(value, start, end);
  if (!shape.admits("string") && !namesAValue(shape)) return [];
  const drafts = [draftOf("text_taken_whole", start, value, JSON.stringify(value), node)];
  return [
    {
      start,
      end,
      scanned: {
        node,
        plain: undefined,
        end,
        outcome: "complete",
        drafts,
        members: 0,
        lookedInVain: false,
        open: null,
      },
      fence: null,
    },
  ];
}

/** Whether the shape is of values that a sentence can name: numbers, yes or no, an enum, or lists of them. */
function namesAValue(shape: Shape): boolean {
  const item = shape.admits("array") ? shape.items(0) : shape;
  return (
    !item.anything &&
    (item.admits("boolean") || item.admits("number") || item.admits("integer") || item.constants !== null)
  );
}
