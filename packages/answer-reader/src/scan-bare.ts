import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PARENTHESIS,
  COLON,
  COMMA,
  HASH,
  isDigit,
  NEWLINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PARENTHESIS,
  opensQuote,
  SEMICOLON,
} from "./characters.ts";
import { type Cursor, note, type Place } from "./cursor.ts";
import type { JsonScalar } from "./json.ts";
import { isBareKey, isGap, isKey, isQuotedKey, numberEnd, opensValue } from "./look-ahead.ts";
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
  const mended = mendedNumberEnd(text, start);
  if (mended !== -1 && endsBare(cursor, mended, place)) return mendNumber(cursor, mended);
  return scanBareText(cursor, place);
}

function takeNumber(cursor: Cursor, end: number): number | null {
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

function mendedNumberEnd(text: string, start: number): number {
  MENDED_NUMBER.lastIndex = start;
  return MENDED_NUMBER.test(text) ? MENDED_NUMBER.lastIndex : -1;
}

/** `-2,000.00` in an object: a comma before three digits that are no key separates thousands. */
function thousandsEnd(cursor: Cursor, end: number): number {
  const { text, pos } = cursor;
  const group = /(?:,\d{3})+(?:\.\d+)?(?![\d\w])/y;
  group.lastIndex = end;
  if (!/^-?[1-9]\d{0,2}$/.test(text.slice(pos, end)) || !group.test(text)) return -1;
  return text.charCodeAt(nextSolid(text, group.lastIndex, cursor.end)) === COLON ? -1 : group.lastIndex;
}

function mendNumber(cursor: Cursor, end: number): number | null {
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

/** Text without quotes, up to what ends it here. */
function scanBareText(cursor: Cursor, place: Place): string | number {
  const { text, pos: start } = cursor;
  const stop = bareTextEnd(cursor, place);
  let end = Math.max(stop, start + 1);
  cursor.pos = end;
  while (end > start + 1 && text.charCodeAt(end - 1) <= 32) end--;
  const closing =
    opensQuote(text.charCodeAt(end - 1)) &&
    end - 1 > start &&
    text.indexOf(text[end - 1] ?? "", start) === end - 1;
  const value = text.slice(start, closing ? end - 1 : end);
  if (closing && numberEnd(text, start) === end - 1) {
    note(cursor, "stray_text_ignored", end - 1, end, "");
    return Number(value);
  }
  note(cursor, closing ? "quote_added" : "text_quoted", start, end, JSON.stringify(value));
  return value;
}

function bareTextEnd(cursor: Cursor, place: Place): number {
  const { text, pos: start, end } = cursor;
  if (place === "root") return end;
  let depth = 0;
  let at = start;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === OPEN_BRACE || code === OPEN_BRACKET || code === OPEN_PARENTHESIS) depth++;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET || code === CLOSE_PARENTHESIS) {
      if (depth === 0 && (code !== CLOSE_PARENTHESIS || cursor.calls > 0)) return at;
      if (depth > 0) depth--;
    } else if (code === COMMA && (place === "array" ? depth === 0 : endsAtComma(text, at, end))) return at;
    else if (code === NEWLINE) {
      const next = nextSolid(text, at, end);
      if (endsAtLine(text, next, end, place)) return at;
      at = next;
      continue;
    } else if (
      at > start &&
      opensQuote(code) &&
      isGap(text, at - 1) &&
      place === "object" &&
      isQuotedKey(text, at, end)
    ) {
      return at;
    } else if (at > start && isGap(text, at - 1) && beginsComment(text, at)) return at;
    at++;
  }
  return end;
}

/** In an object a comma ends bare text only before the next member or the end; else it is content. */
function endsAtComma(text: string, comma: number, end: number): boolean {
  const next = nextSolid(text, comma + 1, end);
  if (next >= end) return true;
  const code = text.charCodeAt(next);
  if (code === CLOSE_BRACE || code === CLOSE_BRACKET || code === COMMA || beginsComment(text, next))
    return true;
  return isKey(text, next, end);
}

function endsAtLine(text: string, next: number, end: number, place: Place): boolean {
  if (next >= end || text.startsWith("```", next)) return true;
  const code = text.charCodeAt(next);
  if (code === CLOSE_BRACE || code === CLOSE_BRACKET || code === COMMA || beginsComment(text, next))
    return true;
  if (place === "array") return true;
  return opensQuote(code) ? isQuotedKey(text, next, end) : !isDigit(code) && isBareKey(text, next, end);
}
