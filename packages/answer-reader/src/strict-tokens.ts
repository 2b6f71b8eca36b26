import { BACKSLASH, DOT, isDigit, isSpace, MINUS, OPEN_BRACE, OPEN_BRACKET, QUOTE } from "./characters.ts";

/** The offset of the next character from `offset` that is no JSON white space; `end` when there is none. */
export function solidFrom(text: string, offset: number, end: number): number {
  for (let at = offset; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code > SPACE || !isSpace(code)) return at;
  }
  return Math.max(offset, end);
}

/** The offset of the `quote` that ends a string without a fault in it; -1 when there is one. */
export function stringEnd(text: string, from: number, end: number, quote: number): number {
  let at = from;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code > BACKSLASH) at++;
    else if (code === quote) return at;
    else if (code < SPACE || code === QUOTE) return -1;
    else if (code === BACKSLASH) {
      const length = escapeLength(text, at);
      if (length === 0) return -1;
      at += length;
    } else at++;
  }
  return -1;
}

const SPACE = 32;
const ESCAPED_UNIT = /[0-9a-fA-F]{4}/y;

function escapeLength(text: string, at: number): number {
  const letter = text.charCodeAt(at + 1);
  if (letter === QUOTE || letter === 0x6e || letter === BACKSLASH) return 2;
  if (letter === 0x2f || letter === 0x62 || letter === 0x66 || letter === 0x72 || letter === 0x74) return 2;
  ESCAPED_UNIT.lastIndex = at + 2;
  return letter === 0x75 && ESCAPED_UNIT.test(text) ? 6 : 0;
}

/** The end of a literal, or of a number short enough to be exact; 0 for anything else. */
export function plainEnd(text: string, start: number, code: number): number {
  if (code === 0x74) return text.startsWith("true", start) ? start + 4 : 0;
  if (code === 0x66) return text.startsWith("false", start) ? start + 5 : 0;
  if (code === 0x6e) return text.startsWith("null", start) ? start + 4 : 0;
  let at = code === MINUS ? start + 1 : start;
  const first = at;
  while (isDigit(text.charCodeAt(at))) at++;
  if (at === first || (at > first + 1 && text.charCodeAt(first) === 0x30)) return 0;
  if (text.charCodeAt(at) === DOT) {
    const fraction = ++at;
    while (isDigit(text.charCodeAt(at))) at++;
    if (at === fraction) return 0;
  }
  return at - start > 15 ? 0 : at;
}

/** Whether a JSON value can begin with this character. */
export function beginsStrictValue(code: number): boolean {
  return (
    code === QUOTE ||
    code === OPEN_BRACE ||
    code === OPEN_BRACKET ||
    isDigit(code) ||
    code === MINUS ||
    code === 0x74 ||
    code === 0x66 ||
    code === 0x6e
  );
}
