import {
  BACKSLASH,
  DOT,
  isDigit,
  isSpace,
  MINUS,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SLASH,
} from "./characters.ts";
import type { Cursor } from "./cursor.ts";
import type { JsonScalar } from "./json.ts";
import type { Units } from "./units.ts";

export const SPACE = 32;
/** The first letters of `true`, `false` and `null`. */
const T = 0x74;
const F = 0x66;
const N = 0x6e;

/**
 * The offset of the next character from `offset` that is no JSON white space; the text's length when there is none, as
 * the zeros behind the text end every loop over its units.
 */
export function solidFrom(units: Units, offset: number): number {
  let at = offset;
  let code = units[at] as number;
  while (code <= SPACE && isSpace(code)) code = units[++at] as number;
  return at;
}

/** Where the `//` comment at `offset` ends: at its line's end; -1 when there is none, or no other line. */
export function lineCommentEnd({ text, units, end }: Cursor, offset: number): number {
  if (units[offset + 1] !== SLASH) return -1;
  const lineEnd = text.indexOf("\n", offset);
  return lineEnd > end ? -1 : lineEnd;
}

/** The offset of the `quote` that ends a string without a fault in it; -1 when there is one. */
export function stringEnd(units: Units, from: number, quote: number): number {
  let at = from;
  for (;;) {
    const code = units[at] as number;
    if (code > BACKSLASH) at++;
    else if (code === quote) return at;
    else if (code === BACKSLASH) {
      const length = escapeLength(units, at);
      if (length === 0) return -1;
      at += length;
    } else if (code < SPACE || code === QUOTE) return -1;
    else at++;
  }
}

function escapeLength(units: Units, at: number): number {
  const letter = units[at + 1];
  if (letter === QUOTE || letter === N || letter === BACKSLASH) return 2;
  if (letter === 0x2f || letter === 0x62 || letter === F || letter === 0x72 || letter === T) return 2;
  if (letter !== 0x75) return 0;
  for (let digit = at + 2; digit < at + 6; digit++) if (!isHexadecimal(units[digit] as number)) return 0;
  return 6;
}

function isHexadecimal(code: number): boolean {
  return isDigit(code) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
}

/** The end of a literal, or of a number short enough to be exact; 0 for anything else. */
export function plainEnd(units: Units, start: number, code: number): number {
  if (code === T) return spells(units, start, TRUE);
  if (code === F) return spells(units, start, FALSE);
  if (code === N) return spells(units, start, NULL);
  let at = code === MINUS ? start + 1 : start;
  const first = at;
  while (isDigit(units[at] as number)) at++;
  if (at === first || (at > first + 1 && units[first] === 0x30)) return 0;
  if (units[at] === DOT) {
    const fraction = ++at;
    while (isDigit(units[at] as number)) at++;
    if (at === fraction) return 0;
  }
  return at - start > 15 ? 0 : at;
}

const codesOf = (word: string) => [...word].map((letter) => letter.charCodeAt(0));
const TRUE = codesOf("true");
const FALSE = codesOf("false");
const NULL = codesOf("null");

/** Where the word ends that these letters are, if it stands at `start`; or 0. */
function spells(units: Units, start: number, letters: readonly number[]): number {
  for (let index = 0; index < letters.length; index++) if (units[start + index] !== letters[index]) return 0;
  return start + letters.length;
}

/** Whether a JSON value can begin with this character. */
export function beginsStrictValue(code: number): boolean {
  return code === QUOTE || code === OPEN_BRACE || code === OPEN_BRACKET || beginsPlain(code);
}

/** Whether a number or literal can begin with this character. */
export function beginsPlain(code: number): boolean {
  return isDigit(code) || code === MINUS || code === T || code === F || code === N;
}

/** The value of a literal or number without a fault, of which `code` is the first character. */
export function plainScalar(
  text: string,
  units: Units,
  start: number,
  end: number,
  code: number,
): JsonScalar {
  if (code === T) return true;
  if (code === F) return false;
  if (code === N) return null;
  let whole = 0;
  for (let at = start; at < end; at++) {
    const digit = (units[at] as number) - 48;
    if (digit < 0) return Number(text.slice(start, end));
    whole = whole * 10 + digit;
  }
  return whole;
}
