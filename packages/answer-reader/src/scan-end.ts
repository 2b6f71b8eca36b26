import { CLOSE_BRACE, CLOSE_BRACKET, opensQuote } from "./characters.ts";
import { note } from "./cursor.ts";
import { closerOf } from "./scan-brackets.ts";
import { indentOf, lineIndentOf, nextSolid } from "./scan-space.ts";
import type { ScanState } from "./scan-state.ts";
import { dropPendingComma } from "./scan-stray.ts";

/** The text is over: is the value complete, closed by its fence or its indentation? Otherwise it is cut. */
export function isCompleteAtEnd(state: ScanState): boolean {
  const { cursor } = state;
  if (cursor.calls > 0) return false;
  if (state.asList && cursor.stack.length === 1) {
    dropPendingComma(state);
    note(cursor, "list_brackets_added", cursor.end, cursor.end, "]");
    state.pop(cursor.end);
    return true;
  }
  if (cursor.stack.length === 0) return state.expected !== "value";
  if (!cursor.fenceClosed) return closedByIndentation(state);
  if (awaitsMore(state)) return false;
  closeAll(state);
  return true;
}

/** A key has no value yet, or a comma nothing behind it: more was to come, whatever closed the text. */
function awaitsMore({ expected, comma }: ScanState): boolean {
  return expected === "colon" || expected === "value" || comma !== -1;
}

/** A fence closed the text, so nothing more was to come: what is open is closed, as a guess. */
function closeAll(state: ScanState): void {
  const { cursor } = state;
  for (let top = state.top(); top !== undefined; top = state.top()) {
    note(cursor, "bracket_guessed", cursor.pos, cursor.pos, closerOf(top));
    state.pop(cursor.pos);
  }
}

/**
 * The last closer stands at the root's indentation, further out than the line that opened what it was taken to
 * close: it was the root's, and the closers missing are the inner ones.
 */
function closedByIndentation(state: ScanState): boolean {
  const { cursor, lastClosed, lastClosedEnd } = state;
  const [root] = cursor.stack;
  if (lastClosed === null || root === undefined) return false;
  if (state.expected !== "after" || state.valueEnd !== lastClosedEnd) return false;
  const closer = lastClosedEnd - 1;
  const indent = indentOf(cursor.text, closer);
  if (indent === -1 || indent !== lineIndentOf(cursor.text, root.start)) return false;
  if (lineIndentOf(cursor.text, lastClosed.start) <= indent) return false;
  const inner = [lastClosed, ...cursor.stack.slice(1).reverse()].map(closerOf).join("");
  note(cursor, "bracket_guessed", closer, closer, inner);
  if (lastClosed.type !== root.type) note(cursor, "bracket_replaced", closer, closer + 1, closerOf(root));
  if (lastClosed.node !== null) lastClosed.node.end = closer;
  while (cursor.stack.length > 0) state.pop(cursor.stack.length === 1 ? closer + 1 : closer);
  return true;
}

/** Whether the last thing in the text is a closed string or container: no token is cut. */
export function endsWithWholeValue(state: ScanState): boolean {
  const { text, end } = state.cursor;
  const last = text.charCodeAt(state.valueEnd - 1);
  const closed = last === CLOSE_BRACE || last === CLOSE_BRACKET || opensQuote(last);
  return closed && state.expected === "after" && nextSolid(text, state.valueEnd, end) >= end;
}
