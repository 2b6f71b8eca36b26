import {
  APOSTROPHE,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  isDigit,
  isLetter,
  OPEN_BRACE,
  OPEN_BRACKET,
  PLUS,
  QUOTE,
} from "./characters.ts";
import { closesString, type OpenString } from "./closing-quote.ts";
import { DEEPEST_NESTING, note, type Place } from "./cursor.ts";
import type { JsonScalar } from "./json.ts";
import type { ScanState } from "./scan-state.ts";
import { beginsStrictValue, plainEnd, solidFrom, stringEnd } from "./strict-tokens.ts";
import { decodeString } from "./string-content.ts";

/**
 * Moves over what is JSON as it stands, or has one of the commonest faults (bare keys, single quotes, a comma too many
 * or too few), and builds its plain values, up to the first token that needs thought. It does just what the careful
 * functions would do, so that the two agree; what it is not sure of it leaves to them.
 */
export function passStrict(state: ScanState): void {
  const { cursor } = state;
  const { text, end } = cursor;
  let moves = true;
  while (moves) {
    const at = solidFrom(text, cursor.pos, end);
    cursor.pos = at;
    if (at >= end) return;
    const code = text.charCodeAt(at);
    if (state.expected === "after") moves = passAfter(state, code);
    else if (state.expected === "key") moves = passKey(state, code);
    else if (state.expected === "value" || state.expected === "item") moves = passValue(state, code);
    else return;
  }
}

function passAfter(state: ScanState, code: number): boolean {
  const { cursor, valueEnd } = state;
  if (cursor.stack.length === 0) return false;
  if (code === COMMA) {
    state.comma = cursor.pos++;
    state.expectNext();
    return true;
  }
  if (code === QUOTE) {
    note(cursor, "comma_added", valueEnd, valueEnd, ",");
    state.expectNext();
    return true;
  }
  return passClose(state, code);
}

/** The closer of the innermost container, but not of the outermost. */
function passClose(state: ScanState, code: number): boolean {
  const { cursor } = state;
  const expected = state.isInObject() ? CLOSE_BRACE : CLOSE_BRACKET;
  if (code !== expected || cursor.stack.length < 2 || state.frame()?.alone !== 0) return false;
  state.dropPendingComma();
  cursor.pos++;
  state.pop(cursor.pos);
  return true;
}

function passKey(state: ScanState, code: number): boolean {
  if (code === QUOTE) return passQuotedKey(state);
  if (code === CLOSE_BRACE) return passClose(state, code);
  if (code === APOSTROPHE) return passSingleQuotedKey(state);
  return isLetter(code) && passBareKey(state);
}

function passQuotedKey(state: ScanState): boolean {
  const { cursor, keys } = state;
  const { text, pos: start, end } = cursor;
  let key = keys.at(start + 1);
  const closing = key === "" ? stringEnd(text, start + 1, end, QUOTE) : start + 1 + key.length;
  if (closing === -1 || closing >= end) return false;
  const colon = text.charCodeAt(closing + 1) === COLON ? closing + 1 : solidFrom(text, closing + 1, end);
  if (colon >= end || text.charCodeAt(colon) !== COLON) return false;
  if (key === "") {
    key = decodeString(text, start + 1, closing, false);
    if (key.length === closing - start - 1) keys.remember(key, start + 1);
  }
  return takeKey(state, key, closing + 1, colon);
}

function passSingleQuotedKey(state: ScanState): boolean {
  const { cursor } = state;
  const { text, pos: start, end } = cursor;
  const closing = stringEnd(text, start + 1, end, APOSTROPHE);
  if (closing === -1) return false;
  const colon = solidFrom(text, closing + 1, end);
  if (colon >= end || text.charCodeAt(colon) !== COLON) return false;
  const key = text.slice(start + 1, closing);
  if (key.includes("\\")) return false;
  note(cursor, "quotes_replaced", start, closing + 1, `"${key}"`);
  return takeKey(state, key, closing + 1, colon);
}

function passBareKey(state: ScanState): boolean {
  const { cursor } = state;
  const { text, pos: start, end } = cursor;
  let at = start + 1;
  while (at < end && (isLetter(text.charCodeAt(at)) || isDigit(text.charCodeAt(at)))) at++;
  if (at >= end || text.charCodeAt(at) !== COLON) return false;
  const key = text.slice(start, at);
  note(cursor, "key_quoted", start, at, `"${key}"`);
  return takeKey(state, key, at, at);
}

function takeKey(state: ScanState, key: string, keyEnd: number, colon: number): boolean {
  const { cursor } = state;
  state.takeKey(key, cursor.pos, keyEnd);
  state.expected = "value";
  cursor.pos = colon + 1;
  return true;
}

function passValue(state: ScanState, code: number): boolean {
  const { cursor } = state;
  const { text, pos: start, end } = cursor;
  if (code === QUOTE || code === APOSTROPHE) return cursor.stack.length > 0 && passString(state, code);
  if (code === OPEN_BRACE || code === OPEN_BRACKET) {
    if (cursor.stack.length > DEEPEST_NESTING) return false;
    cursor.pos++;
    state.open(code === OPEN_BRACE ? "object" : "array", start);
    return true;
  }
  if (code === CLOSE_BRACKET) return state.expected === "item" && passClose(state, code);
  if (cursor.stack.length === 0 || !beginsStrictValue(code)) return false;
  const valueEnd = plainEnd(text, start, code);
  if (valueEnd <= 0) return false;
  const next = solidFrom(text, valueEnd, end);
  const delimiter = text.charCodeAt(next);
  if (delimiter === COMMA) {
    const following = text.charCodeAt(solidFrom(text, next + 1, end));
    if (!(state.isInObject() ? following === QUOTE || isLetter(following) : beginsStrictValue(following)))
      return false;
  } else if (delimiter !== CLOSE_BRACE && delimiter !== CLOSE_BRACKET) return false;
  cursor.pos = valueEnd;
  state.place(plainScalar(text, start, valueEnd, code), start);
  cursor.pos = next;
  return true;
}

/** Passes a string without a fault in it whose first closing quote is its end. */
function passString(state: ScanState, quote: number): boolean {
  const { cursor } = state;
  const { text, pos: start, end } = cursor;
  const closing = stringEnd(text, start + 1, end, quote);
  if (closing === -1) return false;
  const next = solidFrom(text, closing + 1, end);
  if (!closesPlainly(state, next) && !closes(state, closing, next)) return false;
  const value = decodeString(text, start + 1, closing, false);
  if (quote === APOSTROPHE) {
    if (value.length !== closing - start - 1) return false;
    note(cursor, "quotes_replaced", start, closing + 1, `"${value}"`);
  }
  cursor.pos = closing + 1;
  state.place(value, start);
  state.textStart = start;
  cursor.pos = next;
  return true;
}

/** Whether the quote before `next` is the end of a string, at a glance. */
function closesPlainly(state: ScanState, next: number): boolean {
  const { text, end } = state.cursor;
  const delimiter = text.charCodeAt(next);
  if (next >= end) return false;
  if (delimiter !== COMMA) return delimiter === CLOSE_BRACE || delimiter === CLOSE_BRACKET;
  const following = text.charCodeAt(solidFrom(text, next + 1, end));
  return state.isInObject() ? following === QUOTE : beginsStrictValue(following);
}

/** The same, judged as carefully as anywhere. */
function closes(state: ScanState, closing: number, next: number): boolean {
  const { text } = state.cursor;
  if (next === closing + 1 && text.charCodeAt(next) === text.charCodeAt(closing)) return false;
  if (next >= state.cursor.end || text.charCodeAt(next) === PLUS) return false;
  return closesString(state.cursor, state.isInObject() ? IN_OBJECT : IN_LIST, closing);
}

const plainIn = (place: Place): OpenString => ({ place, firstInner: -1, lastInner: -1, balance: 0 });
const IN_OBJECT = plainIn("object");
const IN_LIST = plainIn("array");

/** The value of a literal or number without a fault, of which `code` is the first character. */
function plainScalar(text: string, start: number, end: number, code: number): JsonScalar {
  if (code === 0x74) return true;
  if (code === 0x66) return false;
  if (code === 0x6e) return null;
  return end === start + 1 ? code - 48 : Number(text.slice(start, end));
}
