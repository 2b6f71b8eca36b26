import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PARENTHESIS,
  COMMA,
  isDigit,
  NEWLINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PARENTHESIS,
  opensQuote,
} from "./characters.ts";
import { type Cursor, note, type Place } from "./cursor.ts";
import { isBareKey, isGap, isKey, isQuotedKey, numberEnd } from "./look-ahead.ts";
import { beginsComment, nextSolid } from "./scan-space.ts";

/** Text without quotes, up to what ends it here. */
export function scanBareText(cursor: Cursor, place: Place): string | number {
  const { text, pos: start } = cursor;
  const stop = bareTextEnd(cursor, place);
  let end = Math.max(stop, start + 1);
  cursor.pos = end;
  while (end > start + 1 && text.charCodeAt(end - 1) <= 32) end--;
  const closing =
    opensQuote(text.charCodeAt(end - 1)) &&
    end - 1 > start &&
    text.indexOf(text[end - 1] ?? "", start) === end - 1;
  const value = text.slice(start, closing ? end - 1 : end);
  if (closing && numberEnd(text, start) === end - 1) {
    note(cursor, "stray_text_ignored", end - 1, end, "");
    return Number(value);
  }
  note(cursor, closing ? "quote_added" : "text_quoted", start, end, JSON.stringify(value));
  return value;
}

function bareTextEnd(cursor: Cursor, place: Place): number {
  const { text, pos: start, end } = cursor;
  if (place === "root") return end;
  let depth = 0;
  let at = start;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === OPEN_BRACE || code === OPEN_BRACKET || code === OPEN_PARENTHESIS) depth++;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET || code === CLOSE_PARENTHESIS) {
      if (depth === 0 && (code !== CLOSE_PARENTHESIS || cursor.calls > 0)) return at;
      if (depth > 0) depth--;
    } else if (code === COMMA && (place === "array" ? depth === 0 : endsAtComma(text, at, end))) return at;
    else if (code === NEWLINE) {
      const next = nextSolid(text, at, end);
      if (endsAtLine(text, next, end, place)) return at;
      at = next;
      continue;
    } else if (
      at > start &&
      opensQuote(code) &&
      isGap(text, at - 1) &&
      place === "object" &&
      isQuotedKey(text, at, end)
    ) {
      return at;
    } else if (at > start && isGap(text, at - 1) && beginsComment(text, at)) return at;
    at++;
  }
  return end;
}

/** In an object a comma ends bare text only before the next member or the end; else it is content. */
function endsAtComma(text: string, comma: number, end: number): boolean {
  const next = nextSolid(text, comma + 1, end);
  if (next >= end) return true;
  const code = text.charCodeAt(next);
  if (code === CLOSE_BRACE || code === CLOSE_BRACKET || code === COMMA || beginsComment(text, next))
    return true;
  return isKey(text, next, end);
}

function endsAtLine(text: string, next: number, end: number, place: Place): boolean {
  if (next >= end || text.startsWith("```", next)) return true;
  const code = text.charCodeAt(next);
  if (code === CLOSE_BRACE || code === CLOSE_BRACKET || code === COMMA || beginsComment(text, next))
    return true;
  if (place === "array") return true;
  return opensQuote(code) ? isQuotedKey(text, next, end) : !isDigit(code) && isBareKey(text, next, end);
}
