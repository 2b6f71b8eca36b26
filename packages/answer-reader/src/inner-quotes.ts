import { CLOSE_BRACE, CLOSE_BRACKET, COMMA, isLetter, QUOTE } from "./characters.ts";
import { balanceOf } from "./closing-quote.ts";
import type { Cursor } from "./cursor.ts";
import { isKnownKeyAt } from "./known-keys.ts";
import { solidFrom, stringEnd } from "./strict-tokens.ts";
import type { Units } from "./units.ts";

/**
 * The quotes within the string from `start` (`"says "done" aloud"`), a member's value whose first quote, before a
 * letter, stands at `first`; the last one closes it. Each but that one stands before a word, and that one before a comma
 * and a key that was met before, or before a closer. Empty when it is not as plain as that.
 */
export function innerQuotes(cursor: Cursor, start: number, first: number): number[] {
  const { units, end, noBetterQuote } = cursor;
  if (noBetterQuote) return [];
  const found = [first];
  for (let at = first; ; ) {
    at = stringEnd(units, at + 1, QUOTE);
    if (at === -1) return [];
    found.push(at);
    const next = solidFrom(units, at + 1);
    if (next >= end) return [];
    const code = units[next] as number;
    if (code === COMMA) return beginsMember(cursor, solidFrom(units, next + 1)) ? found : [];
    if (code === CLOSE_BRACE || code === CLOSE_BRACKET) return balance(units, start, at) <= 0 ? found : [];
    if (!isLetter(code)) return [];
  }
}

/** Whether a known key in double quotes, or the object's end, stands here. */
function beginsMember(cursor: Cursor, offset: number): boolean {
  const code = cursor.units[offset];
  if (code === CLOSE_BRACE || code === CLOSE_BRACKET) return true;
  return code === QUOTE && isKnownKeyAt(cursor, offset, code);
}

function balance(units: Units, start: number, end: number): number {
  let sum = 0;
  for (let at = start; at < end; at++) sum += balanceOf(units[at] as number);
  return sum;
}
