import { APOSTROPHE, COLON, isDigit, isLetter, QUOTE } from "./characters.ts";
import { note } from "./cursor.ts";
import { knownKeyAt, rememberKey } from "./known-keys.ts";
import type { ScanState } from "./scan-state.ts";
import { solidFrom, stringEnd } from "./strict-tokens.ts";
import { decodeString } from "./string-content.ts";

/** Passes a key in quotes with its colon. @returns false when it needs thought. */
export function passQuotedKey(state: ScanState): boolean {
  const { cursor } = state;
  const { text, units, pos: start } = cursor;
  const known = knownKeyAt(units, start + 1, QUOTE);
  const closing = known === null ? stringEnd(units, start + 1, QUOTE) : start + 1 + known.name.length;
  const colon = colonBehind(state, closing);
  if (colon === -1) return false;
  let key = known?.name ?? "";
  if (known === null) {
    const escaped = state.hasEscape(start, closing);
    key = escaped ? decodeString(text, start + 1, closing) : text.slice(start + 1, closing);
    if (!escaped) rememberKey(key, units, start + 1);
  }
  return takeKey(state, key, closing + 1, colon);
}

/** The same for a key in single quotes. */
export function passSingleQuotedKey(state: ScanState): boolean {
  const { cursor } = state;
  const { text, units, pos: start } = cursor;
  const known = knownKeyAt(units, start + 1, APOSTROPHE);
  const closing = known === null ? stringEnd(units, start + 1, APOSTROPHE) : start + 1 + known.name.length;
  const colon = colonBehind(state, closing);
  if (colon === -1 || state.hasEscape(start, closing)) return false;
  const key = known?.name ?? text.slice(start + 1, closing);
  if (known === null) rememberKey(key, units, start + 1);
  note(cursor, "quotes_replaced", start, closing + 1, `"${key}"`);
  return takeKey(state, key, closing + 1, colon);
}

/** Where the colon stands behind a key whose closing quote is at `closing`; -1 when there is none, or no quote. */
function colonBehind(state: ScanState, closing: number): number {
  const { units, end } = state.cursor;
  if (closing === -1) return -1;
  const colon = units[closing + 1] === COLON ? closing + 1 : solidFrom(units, closing + 1);
  return colon < end && units[colon] === COLON ? colon : -1;
}

/** The same for a key without quotes. */
export function passBareKey(state: ScanState): boolean {
  const { cursor } = state;
  const { text, units, pos: start, end } = cursor;
  const known = knownKeyAt(units, start, COLON);
  let at = start + (known?.name.length ?? 1);
  if (known === null) while (at < end && isPlainWord(units[at] as number)) at++;
  if (at >= end || units[at] !== COLON) return false;
  const key = known?.name ?? text.slice(start, at);
  if (known === null) rememberKey(key, units, start);
  note(cursor, "key_quoted", start, at, `"${key}"`);
  return takeKey(state, key, at, at);
}

function isPlainWord(code: number): boolean {
  return isLetter(code) || isDigit(code);
}

function takeKey(state: ScanState, key: string, keyEnd: number, colon: number): boolean {
  const { cursor } = state;
  state.takeKey(key, cursor.pos, keyEnd);
  state.expected = "value";
  cursor.pos = colon + 1;
  return true;
}
