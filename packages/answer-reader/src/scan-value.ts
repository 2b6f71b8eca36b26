import { BACKSLASH, OPEN_BRACE, OPEN_BRACKET, opensQuote, PLUS } from "./characters.ts";
import { type Cursor, note, type Place } from "./cursor.ts";
import { CALL, scanBare } from "./scan-bare.ts";
import { nextSolid } from "./scan-space.ts";
import type { ScanState } from "./scan-state.ts";
import { beginsString, scanString } from "./scan-string.ts";

/** Reads the value at the cursor, of which `code` is the first character, and places it. */
export function readValue(state: ScanState, code: number, place: Place): void {
  const { cursor } = state;
  const start = cursor.pos;
  if (code === OPEN_BRACE || code === OPEN_BRACKET) {
    cursor.pos++;
    state.open(code === OPEN_BRACE ? "object" : "array", start);
  } else if (opensQuote(code) || (code === BACKSLASH && beginsString(cursor.text, start))) {
    const mark = cursor.drafts.length;
    const value = scanString(cursor, place);
    state.place(beginsJoin(cursor) === -1 ? value : joinStrings(cursor, mark, start, place), start);
    state.textStart = start;
  } else {
    const value = scanBare(cursor, place);
    if (value !== CALL) state.place(value, start);
  }
}

/** Where the next part of `"a" + "b"` begins, or -1. */
function beginsJoin(cursor: Cursor): number {
  const { text, pos, end } = cursor;
  if (cursor.trusted || cursor.cut) return -1;
  const plus = nextSolid(text, pos, end);
  if (text.charCodeAt(plus) !== PLUS) return -1;
  const next = nextSolid(text, plus + 1, end);
  return next < end && opensQuote(text.charCodeAt(next)) ? next : -1;
}

/** `"a" + "b"` is one string: reads it anew from its start, for its parts' values. */
function joinStrings(cursor: Cursor, mark: number, start: number, place: Place): string {
  cursor.drafts.length = mark;
  cursor.pos = start;
  const parts: string[] = [];
  for (let next = start; next !== -1; next = beginsJoin(cursor)) {
    cursor.pos = next;
    parts.push(scanString(cursor, place));
  }
  const joined = parts.join("");
  const inner = cursor.drafts.splice(mark);
  note(cursor, "strings_joined", start, cursor.pos, JSON.stringify(joined));
  for (const draft of inner) cursor.drafts.push(draft);
  return joined;
}
