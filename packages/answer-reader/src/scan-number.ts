import { COLON } from "./characters.ts";
import { type Cursor, note } from "./cursor.ts";
import { nextSolid } from "./scan-space.ts";

/** Takes the JSON number from the cursor to `end`; null for one that no double holds. */
export function takeNumber(cursor: Cursor, end: number): number | null {
  const source = cursor.text.slice(cursor.pos, end);
  const start = cursor.pos;
  cursor.pos = end;
  const value = Number(source);
  if (!Number.isFinite(value)) {
    note(cursor, "not_a_number", start, end, "null");
    return null;
  }
  if (losesDigits(source, value)) note(cursor, "number_rounded", start, end, String(value));
  return value;
}

/** Whether an integer too long for a double changed its digits. */
function losesDigits(source: string, value: number): boolean {
  if (Number.isSafeInteger(value) || String(value) === source) return false;
  return /^-?\d+$/.test(source) && BigInt(source) !== BigInt(value);
}

const MENDED_NUMBER = /[+-]?(?:(?:0|[1-9][\d_]*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d*)?/y;

/** Where a number ends that is written as JSON does not: `.5`, `+1`, `1.`, `1_000`; -1 when none begins here. */
export function mendedNumberEnd(text: string, start: number): number {
  MENDED_NUMBER.lastIndex = start;
  return MENDED_NUMBER.test(text) ? MENDED_NUMBER.lastIndex : -1;
}

/** `-2,000.00` in an object: a comma before three digits that are no key separates thousands. */
export function thousandsEnd(cursor: Cursor, end: number): number {
  const { text, pos } = cursor;
  const group = /(?:,\d{3})+(?:\.\d+)?(?![\d\w])/y;
  group.lastIndex = end;
  if (!/^-?[1-9]\d{0,2}$/.test(text.slice(pos, end)) || !group.test(text)) return -1;
  return text.charCodeAt(nextSolid(text, group.lastIndex, cursor.end)) === COLON ? -1 : group.lastIndex;
}

/** Takes the number from the cursor to `end`, which is written otherwise than in JSON. */
export function mendNumber(cursor: Cursor, end: number): number | null {
  const { text, pos: start } = cursor;
  const source = text.slice(start, end);
  const complete = source.replace(/[eE][+-]?$/, "").replace(/\.(?=$|[eE])/, "");
  const value = Number(complete.replaceAll(/[,_]/g, "").replace(/^\+/, "")) + 0;
  cursor.pos = end;
  if (!Number.isFinite(value)) {
    note(cursor, "not_a_number", start, end, "null");
    return null;
  }
  note(cursor, complete === source ? "number_mended" : "number_guessed", start, end, JSON.stringify(value));
  return value;
}
