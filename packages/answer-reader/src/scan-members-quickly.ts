import {
  APOSTROPHE,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  isLetter,
  QUOTE,
  SLASH,
} from "./characters.ts";
import type { Cursor } from "./cursor.ts";
import type { Expectation } from "./expectation.ts";
import { innerQuotes } from "./inner-quotes.ts";
import { isKnownKeyAt, knownKeyAt, quotedKeyAt } from "./known-keys.ts";
import { beginsComment } from "./scan-space.ts";
import type { ScanState } from "./scan-state.ts";
import { beginsPlain, lineCommentEnd, plainEnd, plainScalar, solidFrom, stringEnd } from "./strict-tokens.ts";
import { decodeString } from "./string-content.ts";

const SPACE = 32;
const NONE: readonly number[] = [];

/**
 * Passes members of an object as long as each has a key that was met before and a string or plain value which surely
 * ends where it seems to: most of what any answer consists of. A member is passed whole or not at all, so that the
 * slower functions find what they would have found. All that changes is kept in variables meanwhile, which is why this
 * is one long function: broken texts are read here, at twice the speed that smaller ones had.
 */
export function passMembersQuickly(state: ScanState): void {
  const { cursor } = state;
  const { text, units, end, drafts } = cursor;
  const object = state.frame()?.value ?? null;
  if (object === null || Array.isArray(object)) return;
  const node = state.top() ?? null;
  let at = cursor.pos;
  let passed = 0;
  let comma = -1;
  let valueEnd = -1;
  let textStart = -1;
  let expected: Expectation = "key";
  /** A key without quotes that was met when the member before it was judged. */
  let ahead = "";
  while (expected === "key") {
    const keyStart = solidFrom(units, at, end);
    const opening = units[keyStart] as number;
    if (opening === SLASH && passed > 0) {
      const commentEnd = lineCommentEnd(cursor, keyStart);
      if (commentEnd === -1) break;
      drafts.push({ kind: "comment_removed", start: keyStart, end: commentEnd, after: "", node });
      at = commentEnd;
      continue;
    }
    const bare = opening !== QUOTE && opening !== APOSTROPHE;
    const nameStart = bare ? keyStart : keyStart + 1;
    const key = ahead === "" ? knownKeyAt(text, units, nameStart, bare ? COLON : opening) : ahead;
    ahead = "";
    const keyEnd = bare ? keyStart + key.length : keyStart + key.length + 2;
    if (key === "" || units[keyEnd] !== COLON) break;
    const start = units[keyEnd + 1] === SPACE ? keyEnd + 2 : keyEnd + 1;
    const code = units[start] as number;
    const quoted = code === QUOTE || code === APOSTROPHE;
    let close = quoted
      ? stringEnd(units, start + 1, end, code)
      : beginsPlain(code)
        ? plainEnd(units, start, code) - 1
        : -1;
    if (close < start) break;
    let inner = NONE;
    if (code === QUOTE && isLetter(units[close + 1] as number)) {
      inner = innerQuotes(cursor, start, close);
      close = inner.length === 0 ? -1 : stringEnd(units, (inner[inner.length - 1] ?? 0) + 1, end, QUOTE);
      if (close === -1) break;
    }
    const next = solidFrom(units, close + 1, end);
    const parted = units[next] === COMMA;
    const following = parted ? solidFrom(units, next + 1, end) : next;
    if (following >= end) break;
    const first = units[following] as number;
    const closes = first === CLOSE_BRACE || first === CLOSE_BRACKET;
    const commented = first === SLASH && beginsComment(text, following);
    if (isLetter(first)) {
      ahead = bareKeyAt(cursor, following);
      if (parted ? quoted && ahead === "" : ahead === "" || next === close + 1) break;
    } else if (first === QUOTE || first === APOSTROPHE) {
      if (!parted && (next === close + 1 || !isKnownKeyAt(cursor, following, first))) break;
    } else if (!closes && !commented) break;
    const escaped = quoted && state.hasEscape(start, close);
    if (escaped && code === APOSTROPHE) break;
    if (opening !== QUOTE) {
      const kind = bare ? "key_quoted" : "quotes_replaced";
      drafts.push({ kind, start: keyStart, end: keyEnd, after: quotedKeyAt(units, nameStart), node });
    }
    for (const quote of inner) {
      drafts.push({ kind: "quote_escaped", start: quote, end: quote + 1, after: '\\"', node });
    }
    const value = !quoted
      ? plainScalar(text, start, close + 1, code)
      : escaped
        ? decodeString(text, start + 1, close)
        : text.slice(start + 1, close);
    if (code === APOSTROPHE) {
      drafts.push({ kind: "quotes_replaced", start, end: close + 1, after: `"${value}"`, node });
    }
    object[key] = value;
    passed++;
    at = following;
    valueEnd = close + 1;
    textStart = quoted ? start : -1;
    comma = parted ? next : -1;
    if (!parted) {
      if (closes || commented) expected = "after";
      else drafts.push({ kind: "comma_added", start: valueEnd, end: valueEnd, after: ",", node });
    }
    if (closes) break;
  }
  if (passed > 0) state.passMembers(passed, { next: at, comma, valueEnd, textStart, expected });
}

/** The key without quotes that was met before and stands at `offset` with its colon, or "". */
function bareKeyAt({ text, units }: Cursor, offset: number): string {
  const key = knownKeyAt(text, units, offset, COLON);
  return text.startsWith("//", offset + key.length + 1) ? "" : key;
}
