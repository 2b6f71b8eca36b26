import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PARENTHESIS,
  COLON,
  COMMA,
  HASH,
  OPEN_BRACE,
  OPEN_BRACKET,
  SEMICOLON,
} from "./characters.ts";
import { type Cursor, note, type Place } from "./cursor.ts";
import type { JsonScalar } from "./json.ts";
import { isKey, numberEnd, opensValue } from "./look-ahead.ts";
import { scanBareText } from "./scan-bare-text.ts";
import { mendedNumberEnd, mendNumber, takeNumber, thousandsEnd } from "./scan-number.ts";
import { beginsComment, nextSolid } from "./scan-space.ts";

/** A call's name was read (`ObjectId(`); its argument is the value. */
export const CALL = Symbol("call");

const WORD = /[A-Za-z_$][\w$]*/y;
const CALL_NAME = /[A-Za-z_$][\w$.]*\(/y;

const LITERALS = new Map<string, JsonScalar>([
  ["True", true],
  ["TRUE", true],
  ["False", false],
  ["FALSE", false],
  ["None", null],
  ["NONE", null],
  ["Null", null],
  ["NULL", null],
  ["undefined", null],
  ["nil", null],
]);

const SIGNED_INFINITY = /[+-](?:Infinity|Inf|NaN)(?![\w$])/y;

/**
 * Reads a value that is neither string nor container: a number, a literal, or text without quotes, which reaches
 * to what ends it in this place. Always moves on.
 */
export function scanBare(cursor: Cursor, place: Place): JsonScalar | typeof CALL {
  const { text, pos: start } = cursor;
  const plain = numberEnd(text, start);
  if (plain !== -1 && plain <= cursor.end) {
    if (endsBare(cursor, plain, place)) {
      const thousands = place === "object" ? thousandsEnd(cursor, plain) : -1;
      return thousands === -1 ? takeNumber(cursor, plain) : mendNumber(cursor, thousands);
    }
  }
  WORD.lastIndex = start;
  if (WORD.test(text)) {
    const value = scanWord(cursor, WORD.lastIndex, place);
    if (value !== undefined) return value;
  }
  SIGNED_INFINITY.lastIndex = start;
  if (SIGNED_INFINITY.test(text) && endsBare(cursor, SIGNED_INFINITY.lastIndex, place))
    return takeNumber(cursor, SIGNED_INFINITY.lastIndex);
  const mended = mendedNumberEnd(text, start);
  if (mended !== -1 && endsBare(cursor, mended, place)) return mendNumber(cursor, mended);
  return scanBareText(cursor, place);
}

function scanWord(cursor: Cursor, end: number, place: Place): JsonScalar | typeof CALL | undefined {
  const { text, pos: start } = cursor;
  const word = text.slice(start, Math.min(end, start + 12));
  CALL_NAME.lastIndex = start;
  if (CALL_NAME.test(text) && opensValue(text, nextSolid(text, CALL_NAME.lastIndex, cursor.end))) {
    note(cursor, "call_removed", start, CALL_NAME.lastIndex, "");
    cursor.pos = CALL_NAME.lastIndex;
    cursor.calls++;
    return CALL;
  }
  if (!endsBare(cursor, end, place)) return undefined;
  if (word === "true" || word === "false" || word === "null") {
    cursor.pos = end;
    return word === "null" ? null : word === "true";
  }
  if (word === "NaN" || word === "Infinity" || word === "Inf" || word === "nan") {
    cursor.pos = end;
    note(cursor, "not_a_number", start, end, "null");
    return null;
  }
  const value = LITERALS.get(word);
  if (value === undefined) return undefined;
  cursor.pos = end;
  note(cursor, "literal_mended", start, end, JSON.stringify(value));
  return value;
}

/** Whether a number or literal that ends at `offset` is the whole value, rather than the start of bare text. */
function endsBare(cursor: Cursor, offset: number, place: Place): boolean {
  const { text, end } = cursor;
  if (offset >= end) return true;
  const code = text.charCodeAt(offset);
  if (code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET || code === SEMICOLON) return true;
  if (code === CLOSE_PARENTHESIS) return cursor.calls > 0;
  if (code === OPEN_BRACE || code === OPEN_BRACKET || code === HASH || beginsComment(text, offset))
    return true;
  if (code === COLON) return place === "array";
  const next = nextSolid(text, offset, end);
  if (next === offset) return false;
  if (next >= end) return true;
  const following = text.charCodeAt(next);
  if (following === COMMA || following === CLOSE_BRACE || following === CLOSE_BRACKET) return true;
  if (following === CLOSE_PARENTHESIS) return cursor.calls > 0;
  if (following === HASH || beginsComment(text, next) || text.startsWith("```", next)) return true;
  if (place === "object") return isKey(text, next, end);
  if (place === "root") return false;
  return opensValue(text, next);
}
