import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PARENTHESIS,
  COLON,
  COMMA,
  EQUALS,
  OPEN_BRACE,
  OPEN_BRACKET,
  SEMICOLON,
} from "./characters.ts";
import { note } from "./cursor.ts";
import type { JsonValue } from "./json.ts";
import { close, closeObjectInList } from "./scan-brackets.ts";
import { beginsEllipsis, dropEllipsis } from "./scan-ellipsis.ts";
import { scanBareKey } from "./scan-key.ts";
import type { ScanState } from "./scan-state.ts";
import { dropStray } from "./scan-stray.ts";
import { beginsString } from "./scan-string.ts";
import { readValue } from "./scan-value.ts";

/** In a list, before an item. */
export function readItem(state: ScanState, code: number): void {
  const { cursor } = state;
  if (code === CLOSE_BRACKET || code === CLOSE_BRACE) close(state, code);
  else if (code === COMMA && state.comma === -1) {
    note(cursor, "slot_removed", cursor.pos, cursor.pos + 1, "");
    cursor.pos++;
  } else if (code === COMMA) {
    state.placeMissing(cursor.pos, false);
  } else if (beginsEllipsis(state, code)) dropEllipsis(state);
  else if (code === SEMICOLON || code === COLON) dropStray(state);
  else {
    state.comma = -1;
    readValue(state, code, "array");
  }
}

/** Behind a value in a container. */
export function readAfter(state: ScanState, code: number): void {
  const { cursor } = state;
  if (cursor.stack.length === 0 && code !== CLOSE_PARENTHESIS) {
    cursor.cut = true;
  } else if (code === COMMA || code === SEMICOLON) {
    if (code === SEMICOLON) note(cursor, "comma_added", cursor.pos, cursor.pos + 1, ",");
    state.comma = cursor.pos++;
    state.expectNext();
  } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
    close(state, code);
  } else if (code === CLOSE_PARENTHESIS && cursor.calls > 0) {
    note(cursor, "call_removed", cursor.pos, cursor.pos + 1, "");
    cursor.pos++;
    cursor.calls--;
    if (cursor.stack.length === 0 && cursor.calls === 0) state.expected = "done";
  } else if (code === COLON && makeMember(state)) {
    return;
  } else if (code === COLON || code === CLOSE_PARENTHESIS || code === EQUALS) {
    dropStray(state);
  } else if (beginsEllipsis(state, code)) {
    dropEllipsis(state);
  } else if (!dropStrayWord(state, code)) {
    if (code === OPEN_BRACE) closeObjectInList(state);
    note(cursor, "comma_added", state.valueEnd, state.valueEnd, ",");
    state.expectNext();
  }
}

/** `["key": 1]`: a list whose item should have been an object with this member. */
function makeMember(state: ScanState): boolean {
  const { cursor, textStart, valueEnd } = state;
  if (textStart === -1 || state.top()?.type !== "array") return false;
  const value = takeBackItem(state);
  note(cursor, "bracket_guessed", textStart, textStart, "{");
  state.open("object", textStart);
  state.takeKey(String(value), textStart, valueEnd);
  return true;
}

/** Takes the last item of the innermost list out of it. Returns its value; undefined when there is none. */
function takeBackItem(state: ScanState): JsonValue | undefined {
  const frame = state.top();
  if (frame === undefined) return undefined;
  const item = frame.node?.items.pop();
  frame.size--;
  return Array.isArray(frame.value) ? frame.value.pop() : item?.value;
}

/** A word after a member's value that begins no new member is passed over. */
function dropStrayWord(state: ScanState, code: number): boolean {
  const { cursor } = state;
  if (state.top()?.type !== "object" || code === OPEN_BRACE || code === OPEN_BRACKET) return false;
  if (beginsString(cursor.text, cursor.pos)) return false;
  const mark = cursor.drafts.length;
  const start = cursor.pos;
  if (scanBareKey(cursor) === undefined) return true;
  cursor.drafts.length = mark;
  cursor.pos = start;
  return false;
}
