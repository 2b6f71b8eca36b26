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
import { plainEnd, solidFrom } from "./strict-tokens.ts";

/**
 * The number of members in all objects of a text that looks like one JSON object or list; -1 when it does not. What is
 * in its strings is left to JSON.parse to judge. Iterative. For short texts asking this first is cheaper than the
 * error that JSON.parse throws for a broken one.
 */
export function membersOfLikelyJson(text: string): number {
  const end = text.length;
  /** For each open container whether it is an object. */
  const open: boolean[] = [];
  let members = 0;
  let at = 0;
  for (;;) {
    at = solidFrom(text, at, end);
    const code = text.charCodeAt(at);
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      const object = code === OPEN_BRACE;
      const next = solidFrom(text, at + 1, end);
      if (text.charCodeAt(next) !== (object ? CLOSE_BRACE : CLOSE_BRACKET)) {
        open.push(object);
        at = object ? memberStart(text, next, end) : next;
        if (at === -1) return -1;
        if (object) members++;
        continue;
      }
      at = next + 1;
    } else {
      if (open.length === 0) return -1;
      const valueEnd = code === QUOTE ? closingQuote(text, at + 1) + 1 : plainEnd(text, at, code);
      if (valueEnd <= 0) return -1;
      at = valueEnd;
    }
    at = solidFrom(text, at, end);
    while (open.length > 0) {
      const closer = text.charCodeAt(at);
      if (closer === COMMA || closer !== (open[open.length - 1] ? CLOSE_BRACE : CLOSE_BRACKET)) break;
      open.pop();
      at = solidFrom(text, at + 1, end);
    }
    if (open.length === 0) return at >= end ? members : -1;
    if (text.charCodeAt(at) !== COMMA) return -1;
    at++;
    if (!open[open.length - 1]) continue;
    at = memberStart(text, solidFrom(text, at, end), end);
    if (at === -1) return -1;
    members++;
  }
}

/** The first quote from `from` on that no backslash stands for; -1 when there is none. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at !== -1 && text.charCodeAt(at - 1) === BACKSLASH && isEscaped(text, from, at)) {
    at = text.indexOf('"', at + 1);
  }
  return at;
}

/** Whether an odd number of backslashes stands before `at`. */
function isEscaped(text: string, from: number, at: number): boolean {
  let before = at - 1;
  while (before >= from && text.charCodeAt(before) === BACKSLASH) before--;
  return (at - before) % 2 === 0;
}

/** Where the value of the member begins whose key stands at `at`; -1 when there is no key with its colon. */
function memberStart(text: string, at: number, end: number): number {
  if (text.charCodeAt(at) !== QUOTE) return -1;
  const closing = closingQuote(text, at + 1);
  if (closing === -1) return -1;
  const colon = solidFrom(text, closing + 1, end);
  return text.charCodeAt(colon) === COLON ? colon + 1 : -1;
}
