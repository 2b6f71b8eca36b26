import { BACKSLASH } from "./characters.ts";
import { draftOf } from "./drafts.ts";
import { unescapeText } from "./escaped-text.ts";
import { type Scanned, scan } from "./scan.ts";
import { nextSolid } from "./scan-space.ts";
import { moveToOrigin } from "./source-places.ts";

const ESCAPED_START = /[{[](?:\s|\\[nrt])*\\"/y;

/** Whether what begins with the bracket at `start` has escaped quotes: `{\"a\": 1}`. */
export function beginsEscaped(text: string, start: number): boolean {
  if (text.charCodeAt(nextSolid(text, start + 1, text.length)) !== BACKSLASH) return false;
  ESCAPED_START.lastIndex = start;
  return ESCAPED_START.test(text);
}

/** Reads a value all of whose quotes are escaped. */
export function scanEscaped(text: string, start: number): Scanned {
  const inner = unescapeText(text, start, text.length);
  const scanned = scan(inner.text, 0, inner.text.length);
  const moved = moveToOrigin(text, scanned, inner.origin, 1);
  moved.drafts.unshift(draftOf("escaped_text_read", start, "", ""));
  return moved;
}
