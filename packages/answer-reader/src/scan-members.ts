import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  EQUALS,
  OPEN_BRACE,
  OPEN_BRACKET,
  SEMICOLON,
} from "./characters.ts";
import { note } from "./cursor.ts";
import { close, nextObjectOfList } from "./scan-brackets.ts";
import { beginsEllipsis, dropEllipsis } from "./scan-ellipsis.ts";
import { scanBareKey } from "./scan-key.ts";
import type { ScanState } from "./scan-state.ts";
import { dropStray } from "./scan-stray.ts";
import { beginsString, scanString } from "./scan-string.ts";
import { readValue } from "./scan-value.ts";

/** In an object, before a key. */
export function readKey(state: ScanState, code: number): void {
  const { cursor } = state;
  if (code === CLOSE_BRACE || code === CLOSE_BRACKET) close(state, code);
  else if (code === COMMA) dropStray(state);
  else if (code === SEMICOLON) dropStray(state);
  else if (beginsEllipsis(state, code)) dropEllipsis(state);
  else if (code === OPEN_BRACE && nextObjectOfList(state)) return;
  else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
    note(cursor, "key_missing", cursor.pos, cursor.pos, '"":');
    state.takeKey("", cursor.pos, cursor.pos);
    state.expected = "value";
  } else {
    const start = cursor.pos;
    const key = beginsString(cursor.text, start) ? scanString(cursor, "key") : scanBareKey(cursor);
    if (key !== undefined) state.takeKey(key, start, cursor.pos);
  }
}

/** Behind a key. */
export function readColon(state: ScanState, code: number): void {
  const { cursor, valueEnd } = state;
  state.expected = "value";
  if (code === COLON) {
    cursor.pos++;
  } else if (code === EQUALS) {
    const end = cursor.pos + (cursor.text[cursor.pos + 1] === ">" ? 2 : 1);
    note(cursor, "colon_added", cursor.pos, end, ":");
    cursor.pos = end;
  } else if (code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET) {
    state.placeMissing(valueEnd, true);
  } else {
    note(cursor, "colon_added", valueEnd, valueEnd, ":");
  }
}

/** Behind a colon, or at the very beginning. */
export function readMemberValue(state: ScanState, code: number): void {
  const { cursor } = state;
  if (cursor.stack.length === 0) readValue(state, code, "root");
  else if (code === COLON) dropStray(state);
  else if (code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET) {
    state.placeMissing(cursor.pos, false);
  } else readValue(state, code, "object");
}
