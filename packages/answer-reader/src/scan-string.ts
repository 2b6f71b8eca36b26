import { BACKSLASH, COLON, closersOf, opensQuote, QUOTE } from "./characters.ts";
import { balanceOf, closersAtEnd, closesString, lostQuoteBefore, type OpenString } from "./closing-quote.ts";
import { type Cursor, note, type Place } from "./cursor.ts";
import { type Draft, endOf } from "./drafts.ts";
import { decodeString, noteControl, noteEscape } from "./string-content.ts";

/**
 * Reads the string that begins at the cursor, whatever its quotes, and mends what is wrong in it.
 *
 * @returns its value; with `cursor.cut` set when the text ended within it.
 */
export function scanString(cursor: Cursor, place: Place): string {
  const { text, pos: start } = cursor;
  const opening = text.charCodeAt(start);
  if (opening === BACKSLASH) return scanEscapedString(cursor);
  const tripled = scanTripled(cursor, opening);
  if (tripled !== undefined) return tripled;
  const mark = cursor.drafts.length;
  const closed = findEnd(cursor, start, opening, place);
  const value = decodeString(text, start + 1, closed);
  if (opening !== QUOTE && !cursor.cut) replaceQuotes(cursor, mark, start, value);
  return value;
}

/** The content's end; moves the cursor behind the string. */
function findEnd(cursor: Cursor, start: number, opening: number, place: Place): number {
  const { text, end } = cursor;
  const [first, second, third] = closersOf(opening);
  const string: OpenString = { place, firstInner: -1, lastInner: -1, balance: 0 };
  const mark = cursor.drafts.length;
  let at = start + 1;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === first || code === second || code === third) {
      if (cursor.trusted || cursor.noBetterQuote || closesString(cursor, string, at)) {
        cursor.pos = at + 1;
        return at;
      }
      const lost = lostQuote(cursor, string, start, at);
      if (lost !== -1) return endWithoutQuote(cursor, mark, lost, lost);
      if (leavesItsList(text, string, at)) return endAtFirstInner(cursor, string, mark);
      noteInner(cursor, string, start, at, opening);
    } else if (code === BACKSLASH) {
      at = noteEscape(cursor, at);
      continue;
    } else if (code < 32) {
      noteControl(cursor, at, code);
    } else {
      if (code === QUOTE) note(cursor, "quotes_replaced", at, at + 1, '\\"');
      if (string.firstInner !== -1) string.balance += balanceOf(code);
    }
    at++;
  }
  return endOfText(cursor, string, start, mark);
}

/** A quote that is content: from now on the string's brackets are counted, since they may be content too. */
function noteInner(cursor: Cursor, string: OpenString, start: number, at: number, opening: number): void {
  if (string.firstInner === -1) {
    string.firstInner = at;
    for (let index = start + 1; index < at; index++)
      string.balance += balanceOf(cursor.text.charCodeAt(index));
  }
  string.lastInner = at;
  const quote = cursor.text[at] ?? "";
  note(cursor, "quote_escaped", at, at + 1, opening === QUOTE || quote === '"' ? `\\${quote}` : quote);
}

/** Where this string really ended, when the quote at `at` turns out to be a later key's. */
function lostQuote(cursor: Cursor, string: OpenString, start: number, at: number): number {
  const { text, end } = cursor;
  if (string.place === "key") {
    let before = at - 1;
    while (before > start && text.charCodeAt(before) <= 32) before--;
    return before > start + 1 && text.charCodeAt(before) === COLON ? before : -1;
  }
  if (string.place === "array") {
    const lost = lostQuoteBefore(text, start, at);
    return lost !== -1 && text.slice(lost, at).includes("\n") ? lost : -1;
  }
  if (string.place !== "object" || string.lastInner === -1) return -1;
  let next = at + 1;
  while (next < end && text.charCodeAt(next) <= 32) next++;
  return text.charCodeAt(next) === COLON ? lostQuoteBefore(text, start, string.lastInner) : -1;
}

/** More brackets closed than opened, then a comma and a quote: the text has left the list that the string is in. */
function leavesItsList(text: string, string: OpenString, at: number): boolean {
  if (string.place !== "array" || string.balance >= 0) return false;
  let before = at - 1;
  while (before > string.firstInner && text.charCodeAt(before) <= 32) before--;
  return text[before] === ",";
}

/** The first quote that was taken for content closes the string after all. */
function endAtFirstInner(cursor: Cursor, string: OpenString, mark: number): number {
  const { drafts } = cursor;
  while (drafts.length > mark && (drafts[drafts.length - 1]?.at.offset ?? 0) >= string.firstInner)
    drafts.pop();
  cursor.pos = string.firstInner + 1;
  return string.firstInner;
}

function endWithoutQuote(cursor: Cursor, mark: number, contentEnd: number, pos: number): number {
  const { drafts } = cursor;
  while (drafts.length > mark && endOf(drafts[drafts.length - 1] as Draft) > contentEnd) drafts.pop();
  note(cursor, "quote_added", contentEnd, contentEnd, '"');
  cursor.pos = pos;
  return contentEnd;
}

/** No closing quote up to the end: the first inner one, or the closers at the very end, tell where it was. */
function endOfText(cursor: Cursor, string: OpenString, start: number, mark: number): number {
  if (string.firstInner !== -1 && string.place !== "key") {
    cursor.noBetterQuote = true;
    return endAtFirstInner(cursor, string, mark);
  }
  const closers = string.place === "key" ? -1 : closersAtEnd(cursor, start);
  if (closers !== -1) return endWithoutQuote(cursor, mark, closers, closers);
  cursor.pos = cursor.end;
  cursor.cut = true;
  return cursor.end;
}

/** `\"text\"`: a string whose very quotes are escaped. */
function scanEscapedString(cursor: Cursor): string {
  const { text, pos: start } = cursor;
  const mark = cursor.drafts.length;
  const quote = text[start + 1] ?? '"';
  const plain = text.indexOf(quote, start + 2);
  if (plain === -1 || plain >= cursor.end) {
    cursor.cut = true;
    cursor.pos = cursor.end;
    return text.slice(start + 2, cursor.end);
  }
  cursor.pos = plain + 1;
  const value = text.slice(
    start + 2,
    text.charCodeAt(plain - 1) === BACKSLASH && plain > start + 2 ? plain - 1 : plain,
  );
  replaceQuotes(cursor, mark, start, value);
  return value;
}

/** `"""text"""` as Python writes long strings; undefined when it is none. */
function scanTripled(cursor: Cursor, opening: number): string | undefined {
  const { text, pos: start } = cursor;
  if (text.charCodeAt(start + 1) !== opening || text.charCodeAt(start + 2) !== opening || cursor.trusted)
    return undefined;
  const delimiter = text.slice(start, start + 3);
  const closed = text.indexOf(delimiter, start + 3);
  if (closed === -1 || closed + 3 > cursor.end) return undefined;
  const mark = cursor.drafts.length;
  const value = text.slice(start + 3, closed);
  cursor.pos = closed + 3;
  replaceQuotes(cursor, mark, start, value);
  return value;
}

/** One entry for the whole token in place of those within it, but for quotes that were taken for content. */
function replaceQuotes(cursor: Cursor, mark: number, start: number, value: string): void {
  if (cursor.drafts.length === mark) {
    const plain = value.length === cursor.pos - start - 2 && !value.includes("\\");
    note(cursor, "quotes_replaced", start, cursor.pos, plain ? `"${value}"` : JSON.stringify(value));
    return;
  }
  const inner = cursor.drafts.splice(mark);
  const lost = inner.some((draft) => draft.kind === "quote_added");
  note(cursor, lost ? "quote_added" : "quotes_replaced", start, cursor.pos, JSON.stringify(value));
  for (const draft of inner) if (draft.kind === "quote_escaped") cursor.drafts.push(draft);
}

/** Whether a string, of whatever quotes, begins at `offset`. */
export function beginsString(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  return opensQuote(code) || (code === BACKSLASH && opensQuote(text.charCodeAt(offset + 1)));
}
