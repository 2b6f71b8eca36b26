import { CLOSE_BRACE, COMMA, opensQuote } from "./characters.ts";
import { note } from "./cursor.ts";
import { isQuotedKey } from "./look-ahead.ts";
import type { Frame } from "./scan-frame.ts";
import { nextSolid } from "./scan-space.ts";
import type { ScanState } from "./scan-state.ts";
import { dropPendingComma } from "./scan-stray.ts";
import { scalarNode } from "./source-node.ts";

/** A closing bracket: of the innermost container, of an outer one, or of none. */
export function close(state: ScanState, code: number): void {
  const { cursor } = state;
  const type = code === CLOSE_BRACE ? "object" : "array";
  if (state.top()?.type !== type && !closeAnother(state, type)) return;
  if (closesTooEarly(state)) {
    note(cursor, "early_close_ignored", cursor.pos, cursor.pos + 1, "");
    cursor.pos++;
    state.expected = state.comma !== -1 || state.top()?.size === 0 ? "key" : "after";
    return;
  }
  dropPendingComma(state);
  cursor.pos++;
  if (type === "object" && !cursor.trusted) becomeList(state);
  state.pop(cursor.pos);
}

/** Makes the container that a closer means the innermost one. @returns false when there is none: it is dropped. */
function closeAnother(state: ScanState, type: "object" | "array"): boolean {
  const { cursor } = state;
  const lists = state.openLists - (state.asList ? 1 : 0);
  const open = type === "array" ? lists : cursor.stack.length - state.openLists;
  if (open > 0) {
    dropPendingComma(state);
    // `{"x": {"a": [1}, "b": 2}`: the `}` may as well stand for the `]`, and "b" belong to x.
    const kind = type === "object" && memberFollows(state) ? "bracket_guessed" : "bracket_added";
    for (let top = state.top(); top !== undefined && top.type !== type; top = state.top()) {
      note(cursor, kind, cursor.pos, cursor.pos, closerOf(top));
      state.pop(cursor.pos);
    }
    return true;
  }
  const top = state.top();
  if (top !== undefined && cursor.stack.length === 1 && !state.asList && onlyClosersFollow(state)) {
    note(cursor, "bracket_replaced", cursor.pos, cursor.pos + 1, closerOf(top));
    return true;
  }
  note(cursor, "bracket_removed", cursor.pos, cursor.pos + 1, "");
  cursor.pos++;
  return false;
}

export function closerOf(container: Frame): string {
  return container.type === "object" ? "}" : "]";
}

/** The root object is closed, yet `, "key":` follows: the closer was one too many. */
function closesTooEarly(state: ScanState): boolean {
  const { stack, trusted } = state.cursor;
  return !trusted && stack.length === 1 && state.top()?.type === "object" && memberFollows(state);
}

/** Whether `, "key":` follows the closer at the cursor. */
function memberFollows({ cursor: { text, pos, end } }: ScanState): boolean {
  const comma = nextSolid(text, pos + 1, end);
  if (text.charCodeAt(comma) !== COMMA) return false;
  const next = nextSolid(text, comma + 1, end);
  return opensQuote(text.charCodeAt(next)) && isQuotedKey(text, next, end);
}

function onlyClosersFollow(state: ScanState): boolean {
  const { text, pos, end } = state.cursor;
  const next = nextSolid(text, pos + 1, end);
  return next >= end || "]},;`".includes(text[next] ?? "");
}

/** `{"a": 1 {"a": 2}` in a list: the first object's closer is missing. */
export function closeObjectInList(state: ScanState): boolean {
  const { cursor, valueEnd } = state;
  const { stack } = cursor;
  const inList = stack[stack.length - 2]?.type === "array" && (state.top()?.size ?? 0) > 0;
  if (!inList || state.top()?.type !== "object") return false;
  note(cursor, "bracket_added", valueEnd, valueEnd, "}");
  state.pop(valueEnd);
  return true;
}

/** The same with a comma between: it is the list's comma. */
export function nextObjectOfList(state: ScanState): boolean {
  const { comma } = state;
  if (comma === -1 || !closeObjectInList(state)) return false;
  state.comma = comma;
  state.expectNext();
  return true;
}

/** `{"a", "b"}`, a set as Python writes it, is a list: all its keys stand alone. The cursor is behind it. */
function becomeList(state: ScanState): void {
  const { cursor } = state;
  const frame = state.top();
  if (frame === undefined || frame.size < 2 || frame.alone < frame.size) return;
  const inner = cursor.drafts.splice(frame.mark).filter((draft) => draft.kind !== "value_missing");
  for (const draft of inner) cursor.drafts.push(draft);
  note(cursor, "bracket_replaced", frame.start, frame.start + 1, "[");
  note(cursor, "bracket_replaced", cursor.pos - 1, cursor.pos, "]");
  frame.type = "array";
  state.needsPlaces = true;
  state.openLists++;
  state.members -= frame.size;
  const { node } = frame;
  if (node === null) return;
  node.type = "array";
  node.items = node.members.map((member, index) => {
    const item = scalarNode(member.key, member.keyStart, member.keyEnd);
    item.parent = node;
    item.segment = index;
    return item;
  });
  node.members = [];
}
