import {
  APOSTROPHE,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  isLetter,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SLASH,
} from "./characters.ts";
import { type Cursor, DEEPEST_NESTING, note } from "./cursor.ts";
import { cosmeticDraft } from "./drafts.ts";
import { innerQuotes } from "./inner-quotes.ts";
import { isKnownKeyAt, type KnownKey, keyDraft, knownKeyAt } from "./known-keys.ts";
import { type Frame, hangInList, openFrame, type PlainObject } from "./scan-frame.ts";
import { passItem } from "./scan-quickly-item.ts";
import { beginsComment } from "./scan-space.ts";
import type { ScanState } from "./scan-state.ts";
import { lineCommentEnd, plainEnd, plainScalar, SPACE, solidFrom, stringEnd } from "./strict-tokens.ts";
import { decodeString } from "./string-content.ts";
import type { Units } from "./units.ts";

const NONE: number[] = [];

/**
 * Passes brackets, commas, and members whose keys were met before and whose strings or plain values surely end where
 * they seem to: most of what any answer consists of. A member is passed whole or not at all, so that the slower
 * functions find what they would have found. All that changes is kept in variables meanwhile, which is why this is one
 * long function: every broken text is read here, at twice the speed that smaller ones had.
 */
export function passQuickly(state: ScanState): void {
  const { cursor } = state;
  const { text, units, end, drafts, stack } = cursor;
  const { expected } = state;
  const innermost = stack[stack.length - 1];
  if (innermost === undefined) return;
  if (expected !== "key" && expected !== "item" && expected !== "after") return;
  let frame: Frame = innermost;
  let inObject = frame.type === "object";
  let object = frame.value as PlainObject;
  let after = expected === "after";
  let { comma, valueEnd, textStart, backslash, lastClosed, lastClosedEnd } = state;
  let at = cursor.pos;
  /** A key without quotes that was met when the member before it was judged. */
  let ahead: KnownKey | null = null;
  for (;;) {
    at = solidFrom(units, at);
    const opening = units[at] as number;
    if (opening === SLASH) {
      const commentEnd = lineCommentEnd(cursor, at);
      if (commentEnd === -1) break;
      drafts.push(cosmeticDraft("comment_removed", at, text.slice(at, commentEnd), "", frame));
      at = commentEnd;
      continue;
    }
    if (opening === CLOSE_BRACE || opening === CLOSE_BRACKET) {
      if (inObject !== (opening === CLOSE_BRACE) || frame.alone > 0) break;
      if (stack.length === 1 && !endsRoot(cursor, at)) break;
      if (comma !== -1) drafts.push(cosmeticDraft("comma_removed", comma, text.charAt(comma), "", frame));
      valueEnd = ++at;
      lastClosed = frame;
      lastClosedEnd = at;
      stack.pop();
      comma = -1;
      textStart = -1;
      after = true;
      if (!inObject) state.hangClosedList(frame);
      const { parent } = frame;
      if (parent === null) break;
      frame = parent;
      inObject = frame.type === "object";
      object = frame.value as PlainObject;
      continue;
    }
    if (after) {
      if (opening === COMMA) comma = at++;
      else if (opening === QUOTE) drafts.push(cosmeticDraft("comma_added", valueEnd, "", ",", frame));
      else break;
      after = false;
      continue;
    }
    let known: KnownKey | null = null;
    let key = "";
    let start = at;
    let bare = false;
    if (inObject) {
      bare = opening !== QUOTE && opening !== APOSTROPHE;
      const nameStart = bare ? at : at + 1;
      known = ahead ?? knownKeyAt(units, nameStart, bare ? COLON : opening);
      ahead = null;
      if (known === null) break;
      key = known.name;
      const keyEnd = nameStart + key.length + (bare ? 0 : 1);
      if (units[keyEnd] !== COLON) break;
      start = units[keyEnd + 1] === SPACE ? keyEnd + 2 : keyEnd + 1;
    }
    const code = units[start] as number;
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (stack.length > DEEPEST_NESTING) break;
      if (known !== null && opening !== QUOTE) drafts.push(keyDraft(known, at, bare, frame));
      const segment = inObject ? key : frame.size;
      const parent = frame;
      const opened = code === OPEN_BRACE ? {} : null;
      const type = opened === null ? "array" : "object";
      frame = openFrame(type, start, parent, segment, opened, null, drafts.length);
      stack.push(frame);
      if (opened === null) {
        inObject = false;
        state.openLists++;
      } else {
        if (inObject) {
          object[key] = opened;
          state.members++;
        } else {
          hangInList(parent, opened);
          inObject = true;
        }
        parent.size++;
        object = opened;
      }
      at = start + 1;
      valueEnd = at;
      comma = -1;
      continue;
    }
    if (!inObject) {
      at = passItem(state, frame, start, code);
      if (at === start) break;
      ({ comma, valueEnd, textStart } = state);
      after = comma === -1;
      continue;
    }
    const quoted = code === QUOTE || code === APOSTROPHE;
    let close = quoted ? stringEnd(units, start + 1, code) : plainEnd(units, start, code) - 1;
    if (close < start) break;
    let inner = NONE;
    if (code === QUOTE && isLetter(units[close + 1] as number)) {
      inner = innerQuotes(cursor, start, close);
      close = inner.pop() ?? -1;
      if (close === -1) break;
    }
    const next = close + 1;
    const parted = units[next] === COMMA;
    const following = solidFrom(units, parted ? next + 1 : next);
    if (following >= end) break;
    const first = units[following] as number;
    const closes = first === CLOSE_BRACE || first === CLOSE_BRACKET;
    const commented = first === SLASH && beginsComment(text, following);
    if (isLetter(first)) {
      ahead = bareKeyAt(units, following);
      if (parted ? quoted && ahead === null : ahead === null || following === next) break;
    } else if (first === QUOTE || first === APOSTROPHE) {
      if (!parted && (following === next || !isKnownKeyAt(cursor, following, first))) break;
    } else if (!closes && !commented) break;
    if (backslash < start) backslash = state.nextBackslash(start);
    const escaped = quoted && backslash < close;
    if (escaped && code === APOSTROPHE) break;
    if (known !== null && opening !== QUOTE) drafts.push(keyDraft(known, at, bare, frame));
    for (const quote of inner) note(cursor, "quote_escaped", quote, quote + 1, '\\"');
    const scalar = !quoted
      ? plainScalar(text, units, start, close + 1, code)
      : escaped
        ? decodeString(text, start + 1, close)
        : text.slice(start + 1, close);
    if (code === APOSTROPHE) {
      const before = text.slice(start, close + 1);
      drafts.push(cosmeticDraft("quotes_replaced", start, before, `"${scalar}"`, frame));
    }
    object[key] = scalar;
    state.members++;
    frame.size++;
    at = following;
    valueEnd = close + 1;
    textStart = quoted ? start : -1;
    comma = parted ? next : -1;
    if (parted) continue;
    if (closes || commented) after = true;
    else drafts.push(cosmeticDraft("comma_added", valueEnd, "", ",", frame));
  }
  cursor.pos = at;
  state.inObject = inObject && stack.length > 0;
  state.lastClosed = lastClosed;
  state.lastClosedEnd = lastClosedEnd;
  state.comma = comma;
  state.valueEnd = valueEnd;
  state.textStart = textStart;
  state.expected = stack.length === 0 ? "done" : after ? "after" : inObject ? "key" : "item";
}

/** Whether the closer at `offset` surely ends the value: no comma follows it. */
function endsRoot({ units, end, calls }: Cursor, offset: number): boolean {
  const next = solidFrom(units, offset + 1);
  const code = units[next] as number;
  return calls === 0 && (next >= end || (code < 128 && code !== COMMA));
}

/** The key without quotes that was met before and stands at `offset` with its colon, or null. */
function bareKeyAt(units: Units, offset: number): KnownKey | null {
  const key = knownKeyAt(units, offset, COLON);
  if (key === null) return null;
  const behind = offset + key.name.length + 1;
  return units[behind] === SLASH && units[behind + 1] === SLASH ? null : key;
}
