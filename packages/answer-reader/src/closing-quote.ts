import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PARENTHESIS,
  COLON,
  COMMA,
  EQUALS,
  HASH,
  isDigit,
  MINUS,
  OPEN_BRACE,
  OPEN_BRACKET,
  opensQuote,
  PLUS,
  SEMICOLON,
} from "./characters.ts";
import type { Cursor, Place } from "./cursor.ts";
import { isBareKey, isKey, isLiteral, isQuotedKey } from "./look-ahead.ts";
import { beginsComment, lastSolid, nextSolid } from "./scan-space.ts";

/** What is known of the string whose closing quote is sought. */
export interface OpenString {
  readonly place: Place;
  /** The first quote in it that was taken for content, or -1. */
  firstInner: number;
  /** The last such quote, or -1. */
  lastInner: number;
  /** Opening less closing brackets in it; kept only once it has an inner quote. */
  balance: number;
}

/** Whether the quote at `offset` closes the string, judged by what comes after it. */
export function closesString(cursor: Cursor, string: OpenString, offset: number): boolean {
  const { text, end } = cursor;
  const next = nextSolid(text, offset + 1, end);
  if (next >= end) return true;
  const code = text.charCodeAt(next);
  if (string.place === "key") return closesKey(text, code, next, end, next > offset + 1);
  const first = string.firstInner === -1;
  if (code === CLOSE_BRACE || code === CLOSE_BRACKET) return first || string.balance <= 0;
  if (code === COMMA) return closesBeforeComma(text, string, next, end);
  if (code === COLON) return first || string.place !== "object";
  if (code === SEMICOLON || beginsComment(text, next) || text.startsWith("```", next)) return true;
  if (code === CLOSE_PARENTHESIS) return cursor.calls > 0;
  if (code === PLUS) return opensQuote(text.charCodeAt(nextSolid(text, next + 1, end)));
  if (code === HASH) return next > offset + 1;
  if (opensQuote(code)) return closesBeforeQuote(text, string, next, end);
  return next > offset + 1 && first && closesBeforeWord(text, string.place, next, end);
}

function closesKey(text: string, code: number, next: number, end: number, gap: boolean): boolean {
  if (code === COLON || code === COMMA || code === CLOSE_BRACE || code === EQUALS) return true;
  if (opensQuote(code)) return !isQuotedKey(text, next, end) || gap;
  return (
    code === OPEN_BRACE || code === OPEN_BRACKET || isDigit(code) || code === MINUS || isLiteral(text, next)
  );
}

/** `"a", …`: a close when what follows the comma is what this place wants next. */
function closesBeforeComma(text: string, string: OpenString, comma: number, end: number): boolean {
  const next = nextSolid(text, comma + 1, end);
  if (next >= end) return true;
  const code = text.charCodeAt(next);
  const first = string.firstInner === -1;
  if (code === CLOSE_BRACE || code === CLOSE_BRACKET || code === COMMA) return true;
  if (beginsComment(text, next) || code === HASH || text.startsWith("...", next)) return true;
  if (string.place === "object") {
    if (opensQuote(code)) return first || isQuotedKey(text, next, end);
    return code === OPEN_BRACE || code === OPEN_BRACKET
      ? first
      : isBareKey(text, next, end) || text[next] === "\\" || isKeyBehindWords(text, next, end);
  }
  return first || opensQuote(code) || code === OPEN_BRACE || code === OPEN_BRACKET || isLiteral(text, next);
}

const STRAY_WORDS = /[A-Za-z_][A-Za-z_ ]{0,40}(?=")/y;

/** `NOTE "key":`: a key with stray words before it. */
function isKeyBehindWords(text: string, next: number, end: number): boolean {
  STRAY_WORDS.lastIndex = next;
  return STRAY_WORDS.test(text) && isQuotedKey(text, STRAY_WORDS.lastIndex, end);
}

/** `"a" "…`: a missing comma when the second quote opens a string, content when it closes this one. */
function closesBeforeQuote(text: string, string: OpenString, next: number, end: number): boolean {
  const after = text.charCodeAt(nextSolid(text, next + 1, end));
  if (after === COMMA || after === COLON || after === CLOSE_BRACE || after === CLOSE_BRACKET) return false;
  if (next + 1 >= end || Number.isNaN(after)) return false;
  if (string.place === "object") return isQuotedKey(text, next, end);
  return string.place === "array" && string.firstInner === -1;
}

/** `"a" b`: a missing comma when `b` is a key (in an object) or a whole value (in a list). */
function closesBeforeWord(text: string, place: Place, next: number, end: number): boolean {
  if (place === "object") return isKey(text, next, end);
  if (place !== "array") return false;
  const code = text.charCodeAt(next);
  return (
    isDigit(code) || code === MINUS || code === OPEN_BRACE || code === OPEN_BRACKET || isLiteral(text, next)
  );
}

/** Where a string ends whose closing quote is lost: at the comma or line end before the quote of the next key. */
export function lostQuoteBefore(text: string, start: number, innerQuote: number): number {
  let at = innerQuote - 1;
  let line = -1;
  while (at > start && text.charCodeAt(at) <= 32) {
    if (text.charCodeAt(at) === 10) line = at;
    at--;
  }
  if (at > start && text.charCodeAt(at) === COMMA) return at;
  return line !== -1 && at > start ? at + 1 : -1;
}

/**
 * `text` read backwards from its end must hold just the closers of what is open, spaces aside; where they begin, or
 * -1. Closers that the string's own brackets ask for are its content.
 */
export function closersAtEnd(cursor: Cursor, from: number): number {
  const { text, stack } = cursor;
  if (stack.length === 0) return -1;
  let at = lastSolid(text, from, cursor.end);
  if (at - 2 > from && text.startsWith("```", at - 2)) at -= 3;
  for (const container of stack) {
    while (at > from && text.charCodeAt(at) <= 32) at--;
    if (at <= from || text.charCodeAt(at) !== (container.type === "object" ? CLOSE_BRACE : CLOSE_BRACKET))
      return -1;
    at--;
  }
  while (at > from && text.charCodeAt(at) <= 32) at--;
  for (let index = from + 1, open = 0; index <= at; index++) {
    open += balanceOf(text.charCodeAt(index));
    if (index === at && open > 0) return -1;
  }
  return at + 1;
}

/** 1 for an opening bracket, -1 for a closing one, 0 for anything else. */
export function balanceOf(code: number): number {
  if (code === OPEN_BRACE || code === OPEN_BRACKET) return 1;
  return code === CLOSE_BRACE || code === CLOSE_BRACKET ? -1 : 0;
}
