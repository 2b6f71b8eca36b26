import { type Draft, draftOf } from "./drafts.ts";
import { unescapeText } from "./escaped-text.ts";
import { locate } from "./locate.ts";
import { parse } from "./read-strictly.ts";
import { type Scanned, scan } from "./scan.ts";
import { nextSolid } from "./scan-space.ts";
import type { SourceNode } from "./source-node.ts";
import { moveToOrigin } from "./source-places.ts";
import { surroundingDrafts } from "./surroundings.ts";

/** JSON in a string in JSON in a string … is followed so far. */
const DEEPEST = 5;

/** Reads JSON that stands in a string, each string once. */
export class EmbeddedReader {
  private readonly text: string;
  private readonly known = new Map<SourceNode, Scanned | null>();

  /** @param text the outermost text, which all places refer to. */
  constructor(text: string) {
    this.text = text;
  }

  /** What the string holds, in places of the outermost text; null when that is no JSON value, or several. */
  read(node: SourceNode): Scanned | null {
    const known = this.known.get(node);
    if (known !== undefined) return known;
    const scanned =
      node.level < DEEPEST && typeof node.value === "string" ? this.scan(node, node.value) : null;
    this.known.set(node, scanned);
    return scanned;
  }

  private scan(node: SourceNode, value: string): Scanned | null {
    const origin = this.originOf(node, value);
    const found = scanText(value);
    if (found === null) return null;
    const moved = moveToOrigin(this.text, found, origin, node.level + 1);
    const opening = this.text.slice(node.start, Math.min(node.end, node.start + 1));
    moved.drafts.unshift(draftOf("embedded_json_read", node.start, opening, ""));
    return moved;
  }

  /** For each offset of the string's value, the offset in the outermost text. */
  private originOf(node: SourceNode, value: string): Int32Array {
    let token = unescapeNothing(this.text, node.start, node.end);
    for (let level = 0; level < node.level; level++)
      token = unescapeText(token.text, 0, token.text.length, token.origin);
    const content = unescapeText(token.text, 1, token.text.length - 1, token.origin);
    if (content.text === value) return content.origin;
    return new Int32Array(value.length + 1).fill(node.start);
  }
}

function unescapeNothing(text: string, start: number, end: number): { text: string; origin: Int32Array } {
  const origin = new Int32Array(end - start + 1);
  for (let index = 0; index < origin.length; index++) origin[index] = start + index;
  return { text: text.slice(start, end), origin };
}

function scanText(text: string): Scanned | null {
  const start = nextSolid(text, 0, text.length);
  if (parse(text) !== undefined) return scan(text, start, text.length, { trusted: true });
  const located = locate(text, 0);
  const [only, another] = located.candidates;
  if (only === undefined || another !== undefined) return null;
  const drafts: Draft[] = only.scanned.drafts.concat(surroundingDrafts(text, 0, only, located));
  return { ...only.scanned, drafts };
}
