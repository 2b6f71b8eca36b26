import {
  APOSTROPHE,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  isLetter,
  OPEN_BRACE,
  OPEN_BRACKET,
  PLUS,
  QUOTE,
  SLASH,
} from "./characters.ts";
import { closesString, type OpenString } from "./closing-quote.ts";
import { type Cursor, DEEPEST_NESTING, note, type Place } from "./cursor.ts";
import type { JsonScalar } from "./json.ts";
import { passQuickly } from "./scan-quickly.ts";
import type { ScanState } from "./scan-state.ts";
import { dropPendingComma } from "./scan-stray.ts";
import { passBareKey, passQuotedKey, passSingleQuotedKey } from "./scan-strict-key.ts";
import {
  beginsStrictValue,
  lineCommentEnd,
  plainEnd,
  plainScalar,
  solidFrom,
  stringEnd,
} from "./strict-tokens.ts";
import { decodeString } from "./string-content.ts";

/**
 * Moves over what is JSON as it stands, or has one of the commonest faults (bare keys, single quotes, a comma too many
 * or too few), and builds its plain values, up to the first token that needs thought. It does just what the careful
 * functions would do, so that the two agree; what it is not sure of it leaves to them.
 */
export function passStrict(state: ScanState): void {
  const { cursor } = state;
  const { units, end } = cursor;
  let moves = true;
  while (moves) {
    passQuickly(state);
    if (state.expected === "done") return;
    const at = solidFrom(units, cursor.pos);
    cursor.pos = at;
    if (at >= end) return;
    const code = units[at] as number;
    if (code === SLASH) moves = passComment(cursor);
    else if (state.expected === "after") moves = passAfter(state, code);
    else if (state.expected === "key") moves = passKey(state, code);
    else if (state.expected === "value" || state.expected === "item") moves = passValue(state, code);
    else return;
  }
}

function passComment(cursor: Cursor): boolean {
  const commentEnd = lineCommentEnd(cursor, cursor.pos);
  if (commentEnd === -1) return false;
  note(cursor, "comment_removed", cursor.pos, commentEnd, "");
  cursor.pos = commentEnd;
  return true;
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
  const expected = state.inObject ? CLOSE_BRACE : CLOSE_BRACKET;
  if (code !== expected || cursor.stack.length < 2 || state.top()?.alone !== 0) return false;
  dropPendingComma(state);
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

function passValue(state: ScanState, code: number): boolean {
  const { cursor } = state;
  if (code === OPEN_BRACE || code === OPEN_BRACKET) {
    if (cursor.stack.length > DEEPEST_NESTING) return false;
    state.open(code === OPEN_BRACE ? "object" : "array", cursor.pos++);
    return true;
  }
  if (code === CLOSE_BRACKET) return state.expected === "item" && passClose(state, code);
  if (cursor.stack.length === 0) return false;
  if (code === QUOTE || code === APOSTROPHE) return passString(state, code);
  return beginsStrictValue(code) && passPlain(state, code);
}

/** Passes a literal or a number. */
function passPlain(state: ScanState, code: number): boolean {
  const { text, units, pos: start, end } = state.cursor;
  const valueEnd = plainEnd(units, start, code);
  if (valueEnd <= 0) return false;
  const next = solidFrom(units, valueEnd);
  const comma = units[next] === COMMA;
  const following = comma ? solidFrom(units, next + 1) : next;
  const first = units[following] as number;
  const ends = comma ? mayFollow(state, first) || (state.inObject && isLetter(first)) : isCloser(first);
  if (following >= end || !ends) return false;
  goBehind(state, plainScalar(text, units, start, valueEnd, code), valueEnd, comma ? next : -1, following);
  return true;
}

/** Passes a string without a fault in it whose first closing quote is its end. */
function passString(state: ScanState, quote: number): boolean {
  const { cursor } = state;
  const { text, units, pos: start, end } = cursor;
  const closing = stringEnd(units, start + 1, quote);
  if (closing === -1) return false;
  const next = solidFrom(units, closing + 1);
  const comma = units[next] === COMMA;
  const following = comma ? solidFrom(units, next + 1) : next;
  const first = units[following] as number;
  const ends = following < end && (comma ? mayFollow(state, first) : isCloser(first));
  if (!ends && !closes(state, closing, next)) return false;
  const escaped = state.hasEscape(start, closing);
  if (quote === APOSTROPHE) {
    if (escaped) return false;
    note(cursor, "quotes_replaced", start, closing + 1, `"${text.slice(start + 1, closing)}"`);
  }
  const value = escaped ? decodeString(text, start + 1, closing) : text.slice(start + 1, closing);
  goBehind(state, value, closing + 1, comma ? next : -1, following);
  if (!comma) state.textStart = start;
  return true;
}

/** Places a value and goes on behind it and behind the comma at `comma`, if there is one. */
function goBehind(state: ScanState, value: JsonScalar, valueEnd: number, comma: number, next: number): void {
  const { cursor } = state;
  const start = cursor.pos;
  cursor.pos = valueEnd;
  state.place(value, start);
  cursor.pos = next;
  if (comma === -1) return;
  state.comma = comma;
  state.expected = state.inObject ? "key" : "item";
}

function isCloser(code: number): boolean {
  return code === CLOSE_BRACE || code === CLOSE_BRACKET;
}

/** Whether what begins with `code` is what a comma is followed by here in JSON. */
function mayFollow(state: ScanState, code: number): boolean {
  return state.inObject ? code === QUOTE : beginsStrictValue(code);
}

/** Whether the quote at `closing` ends its string, judged as carefully as anywhere. */
function closes(state: ScanState, closing: number, next: number): boolean {
  const { units, end } = state.cursor;
  const after = units[next] as number;
  if (next >= end || after === PLUS || (next === closing + 1 && after === units[closing])) return false;
  return closesString(state.cursor, state.inObject ? IN_OBJECT : IN_LIST, closing);
}

const plainIn = (place: Place): OpenString => ({ place, firstInner: -1, lastInner: -1, balance: 0 });
const IN_OBJECT = plainIn("object");
const IN_LIST = plainIn("array");
