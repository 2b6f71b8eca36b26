import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from "./characters.ts";
import { beginsPlain, plainEnd, SPACE, solidFrom } from "./strict-tokens.ts";
import { type Units, unitsOf } from "./units.ts";

/**
 * The number of members in all objects of a text that looks like one JSON object or list; -1 when it surely is none;
 * undefined when it has a number of another form than most. What is in its strings is left to JSON.parse to judge.
 * Iterative. Asking this is cheaper than the error that JSON.parse throws, and than counting the members by the colons.
 */
export function membersOfLikelyJson(text: string): number | undefined {
  const end = text.length;
  const units = unitsOf(text);
  /** For each open container whether it is an object. */
  const open: boolean[] = [];
  let members = 0;
  let at = 0;
  for (;;) {
    at = solidFrom(units, at);
    const code = units[at] as number;
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      const object = code === OPEN_BRACE;
      const next = solidFrom(units, at + 1);
      if (units[next] !== (object ? CLOSE_BRACE : CLOSE_BRACKET)) {
        open.push(object);
        at = object ? memberStart(units, next, end) : next;
        if (at === -1) return -1;
        if (object) members++;
        continue;
      }
      at = next + 1;
    } else {
      if (open.length === 0) return -1;
      const valueEnd = code === QUOTE ? closingQuote(units, at + 1, end) + 1 : plainEnd(units, at, code);
      if (valueEnd <= 0 || isExponent(units[valueEnd] as number)) return beginsPlain(code) ? undefined : -1;
      at = valueEnd;
    }
    at = solidFrom(units, at);
    while (open.length > 0) {
      const closer = units[at] as number;
      if (closer === COMMA || closer !== (open[open.length - 1] ? CLOSE_BRACE : CLOSE_BRACKET)) break;
      open.pop();
      at = solidFrom(units, at + 1);
    }
    if (open.length === 0) return at >= end ? members : -1;
    if (units[at] !== COMMA) return -1;
    at++;
    if (!open[open.length - 1]) continue;
    at = memberStart(units, solidFrom(units, at), end);
    if (at === -1) return -1;
    members++;
  }
}

/** Whether a number goes on with this character, an `e`. */
function isExponent(code: number): boolean {
  return code === 0x65 || code === 0x45;
}

/** The first quote from `from` on that no backslash stands for; -1 when there is none. */
function closingQuote(units: Units, from: number, end: number): number {
  let at = from;
  for (;;) {
    const code = units[at] as number;
    if (code > BACKSLASH) at++;
    else if (code === QUOTE) return at < end ? at : -1;
    else if (code === BACKSLASH) at += 2;
    else if (code < SPACE) return -1;
    else at++;
  }
}

/** Where the value of the member begins whose key stands at `at`; -1 when there is no key with its colon. */
function memberStart(units: Units, at: number, end: number): number {
  if (units[at] !== QUOTE) return -1;
  const closing = closingQuote(units, at + 1, end);
  if (closing === -1) return -1;
  const colon = units[closing + 1] === COLON ? closing + 1 : solidFrom(units, closing + 1);
  return units[colon] === COLON ? colon + 1 : -1;
}
