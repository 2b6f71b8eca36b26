import { BACKSLASH, COLON, isDigit, isSpace, isWord, MINUS, opensQuote, QUOTE } from "./characters.ts";
import { nextSolid } from "./scan-space.ts";

/** A key longer than this is not recognized ahead of time; bounds every look-ahead. */
const LONGEST_KEY = 200;

/** Whether a quoted key with its colon begins at `offset` (which is a quote): `"name" :`. */
export function isQuotedKey(text: string, offset: number, end: number): boolean {
  const opening = text.charCodeAt(offset);
  const limit = Math.min(end, offset + LONGEST_KEY);
  for (let at = offset + 1; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (
      code === opening ||
      (opening !== QUOTE && opensQuote(code) && !isWord(text.charCodeAt(at + 1)))
    ) {
      return text.charCodeAt(nextSolid(text, at + 1, Math.min(end, at + LONGEST_KEY))) === COLON;
    }
  }
  return limit < end && limit - offset >= LONGEST_KEY;
}

/** Whether a bare key with its colon begins at `offset`: `name:`; not `https://`. */
export function isBareKey(text: string, offset: number, end: number): boolean {
  const limit = Math.min(end, offset + LONGEST_KEY);
  let at = offset;
  while (at < limit && (isWord(text.charCodeAt(at)) || (at > offset && text.charCodeAt(at) === MINUS))) at++;
  if (at === offset) return false;
  const colon = nextSolid(text, at, Math.min(end, at + LONGEST_KEY));
  return text.charCodeAt(colon) === COLON && !text.startsWith("//", colon + 1);
}

/** Whether a key of any writing begins at `offset`. */
export function isKey(text: string, offset: number, end: number): boolean {
  const code = text.charCodeAt(offset);
  return opensQuote(code) ? isQuotedKey(text, offset, end) : isBareKey(text, offset, end);
}

const LITERAL = /(?:true|false|null|True|False|None|NaN|undefined)(?![\w$])/y;

export function isLiteral(text: string, offset: number): boolean {
  LITERAL.lastIndex = offset;
  return LITERAL.test(text);
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Where the JSON number at `offset` ends; -1 when none begins there. */
export function numberEnd(text: string, offset: number): number {
  NUMBER.lastIndex = offset;
  return NUMBER.test(text) ? NUMBER.lastIndex : -1;
}

/** Whether what begins at `offset` can be the start of a value that no bare text is. */
export function opensValue(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  return (
    opensQuote(code) ||
    code === 0x7b ||
    code === 0x5b ||
    isDigit(code) ||
    (code === MINUS && isDigit(text.charCodeAt(offset + 1))) ||
    isLiteral(text, offset)
  );
}

/** Whether white space stands at `offset`, as between two values whose comma is missing. */
export function isGap(text: string, offset: number): boolean {
  return isSpace(text.charCodeAt(offset));
}
