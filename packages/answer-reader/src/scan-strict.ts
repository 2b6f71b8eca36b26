import { CLOSE_BRACE, CLOSE_BRACKET, COLON, COMMA, OPEN_BRACE, OPEN_BRACKET, QUOTE } from "./characters.ts";
import { DEEPEST_NESTING } from "./cursor.ts";
import type { ScanState } from "./scan-state.ts";
import { beginsStrictValue, plainEnd, solidFrom, stringEnd } from "./strict-tokens.ts";

/**
 * Moves over what is JSON as it stands and up to the first token that needs thought; builds no values. It accepts
 * only what the careful functions would accept without a liberty, so that the two agree.
 */
export function passStrict(state: ScanState): void {
  const { cursor } = state;
  let moves = true;
  while (moves) {
    cursor.pos = solidFrom(cursor.text, cursor.pos, cursor.end);
    if (cursor.pos >= cursor.end) return;
    const code = cursor.text.charCodeAt(cursor.pos);
    if (state.expected === "after") moves = passAfter(state, code);
    else if (state.expected === "key") moves = passKey(state, code);
    else if (state.expected === "value" || state.expected === "item") moves = passValue(state, code);
    else return;
  }
}

function passAfter(state: ScanState, code: number): boolean {
  const { cursor } = state;
  if (cursor.stack.length === 0) return false;
  if (code === COMMA) return passComma(state, cursor.pos);
  const top = state.top();
  if (cursor.stack.length < 2 || code !== (top?.type === "object" ? CLOSE_BRACE : CLOSE_BRACKET))
    return false;
  cursor.pos++;
  state.pop(cursor.pos);
  return true;
}

/** The comma at `offset`, when what follows is what may follow it. */
function passComma(state: ScanState, offset: number): boolean {
  const { cursor } = state;
  const next = solidFrom(cursor.text, offset + 1, cursor.end);
  const code = cursor.text.charCodeAt(next);
  const object = state.top()?.type === "object";
  if (!(object ? code === QUOTE : beginsStrictValue(code))) return false;
  state.comma = offset;
  state.expected = object ? "key" : "item";
  cursor.pos = next;
  return true;
}

function passKey(state: ScanState, code: number): boolean {
  const { cursor } = state;
  const { text, pos: start, end } = cursor;
  if (code === CLOSE_BRACE) return state.comma === -1 && passAfter(state, code);
  if (code !== QUOTE) return false;
  const closing = stringEnd(text, start + 1, end);
  if (closing === -1) return false;
  const colon = solidFrom(text, closing + 1, end);
  if (text.charCodeAt(colon) !== COLON) return false;
  state.takeKey(undefined, start, closing + 1);
  state.expected = "value";
  cursor.pos = colon + 1;
  return true;
}

function passValue(state: ScanState, code: number): boolean {
  const { cursor } = state;
  const { text, pos: start, end } = cursor;
  if (code === OPEN_BRACE || code === OPEN_BRACKET) {
    if (cursor.stack.length > DEEPEST_NESTING) return false;
    cursor.pos++;
    state.open(code === OPEN_BRACE ? "object" : "array", start);
    return true;
  }
  if (code === CLOSE_BRACKET)
    return state.expected === "item" && state.comma === -1 && passAfter(state, code);
  if (cursor.stack.length === 0) return false;
  const valueEnd = code === QUOTE ? stringEnd(text, start + 1, end) + 1 : plainEnd(text, start, code);
  if (valueEnd <= 0) return false;
  const next = solidFrom(text, valueEnd, end);
  const delimiter = text.charCodeAt(next);
  if (delimiter === COMMA) {
    const object = state.top()?.type === "object";
    const following = text.charCodeAt(solidFrom(text, next + 1, end));
    if (!(object ? following === QUOTE : beginsStrictValue(following))) return false;
  } else if (delimiter !== CLOSE_BRACE && delimiter !== CLOSE_BRACKET) return false;
  cursor.pos = valueEnd;
  state.place(null, start);
  return delimiter === COMMA ? passComma(state, next) : true;
}
