import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  EQUALS,
  NEWLINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  opensQuote,
} from "./characters.ts";
import { type Cursor, note } from "./cursor.ts";
import { nextSolid } from "./scan-space.ts";

/**
 * Reads a key without quotes (`name:`), or with only its closing one (`name":`).
 *
 * @returns undefined when what stands here is no key; it is then noted as stray text and passed over.
 */
export function scanBareKey(cursor: Cursor): string | undefined {
  const { text, pos: start, end } = cursor;
  let at = start;
  while (at < end && !endsBareKey(text.charCodeAt(at))) at++;
  const solid = nextSolid(text, at, end);
  const code = text.charCodeAt(solid);
  if (opensQuote(code) && text.charCodeAt(nextSolid(text, solid + 1, end)) === COLON && solid === at) {
    return takeKey(cursor, at, at + 1, "quote_added");
  }
  if ((code === COLON || code === EQUALS) && at > start) return takeKey(cursor, at, at, "key_quoted");
  cursor.pos = Math.max(at, start + 1);
  note(cursor, "stray_text_ignored", start, cursor.pos, "");
  return undefined;
}

function takeKey(
  cursor: Cursor,
  contentEnd: number,
  tokenEnd: number,
  kind: "quote_added" | "key_quoted",
): string {
  const { text, pos: start } = cursor;
  let end = contentEnd;
  while (end > start + 1 && text.charCodeAt(end - 1) <= 32) end--;
  const key = text.slice(start, end);
  note(cursor, kind, start, tokenEnd === contentEnd ? end : tokenEnd, JSON.stringify(key));
  cursor.pos = tokenEnd;
  return key;
}

function endsBareKey(code: number): boolean {
  return (
    code === COLON ||
    code === EQUALS ||
    code === COMMA ||
    code === CLOSE_BRACE ||
    code === CLOSE_BRACKET ||
    code === OPEN_BRACE ||
    code === OPEN_BRACKET ||
    code === NEWLINE ||
    opensQuote(code)
  );
}
