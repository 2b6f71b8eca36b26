import { HASH, isForeignSpace, isSpace, NEWLINE, SLASH, STAR } from "./characters.ts";
import { type Cursor, note } from "./cursor.ts";

/**
 * Moves over white space and comments to the next token.
 *
 * @returns the code of its first character, or -1 at the end, which a closing fence is too.
 */
export function skipSpace(cursor: Cursor): number {
  const { text } = cursor;
  for (;;) {
    if (cursor.pos >= cursor.end) return -1;
    const code = text.charCodeAt(cursor.pos);
    if (code > SLASH && code < 0x60) return code;
    if (isSpace(code)) {
      cursor.pos++;
    } else if (isForeignSpace(code)) {
      skipForeignSpace(cursor);
    } else if (code === SLASH || code === HASH) {
      if (!skipComment(cursor, code)) return code;
    } else if (code === 0x60 && text.startsWith("```", cursor.pos)) {
      if (skipOpeningFence(cursor)) continue;
      cursor.fenceClosed = true;
      cursor.end = cursor.pos;
      return -1;
    } else {
      return code;
    }
  }
}

const OPENING_FENCE = /```[A-Za-z][\w+-]*[ \t]*\r?\n(?=\s*[{[])/y;

/** Moves over a fence that opens, before a bracket, within a value: the answer was begun again there. */
function skipOpeningFence(cursor: Cursor): boolean {
  OPENING_FENCE.lastIndex = cursor.pos;
  if (cursor.stack.length === 0 || !OPENING_FENCE.test(cursor.text)) return false;
  note(cursor, "stray_text_ignored", cursor.pos, OPENING_FENCE.lastIndex, "");
  cursor.pos = OPENING_FENCE.lastIndex;
  return true;
}

/** The offset of the next character from `offset` that is no white space; `end` when there is none. */
export function nextSolid(text: string, offset: number, end: number): number {
  let at = offset;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (!isSpace(code) && !isForeignSpace(code)) break;
    at++;
  }
  return at;
}

/** The offset of the last character before `end` that is no white space; `from` when there is none behind that. */
export function lastSolid(text: string, from: number, end: number): number {
  let at = end - 1;
  while (at > from) {
    const code = text.charCodeAt(at);
    if (!isSpace(code) && !isForeignSpace(code)) break;
    at--;
  }
  return at;
}

function skipForeignSpace(cursor: Cursor): void {
  const start = cursor.pos;
  while (cursor.pos < cursor.end && isForeignSpace(cursor.text.charCodeAt(cursor.pos))) cursor.pos++;
  note(cursor, "whitespace_replaced", start, cursor.pos, " ");
}

function skipComment(cursor: Cursor, first: number): boolean {
  const { text, pos } = cursor;
  const second = text.charCodeAt(pos + 1);
  let end: number;
  if (first === HASH || second === SLASH) {
    end = text.indexOf("\n", pos);
    if (end === -1 && cursor.stack.length > 0) end = closerIn(text, pos);
  } else if (second === STAR) {
    end = text.indexOf("*/", pos + 2);
    if (end !== -1) end += 2;
    else cursor.cut = true;
  } else {
    return false;
  }
  cursor.pos = end === -1 || end > cursor.end ? cursor.end : end;
  note(cursor, "comment_removed", pos, cursor.pos, "");
  return true;
}

/** A comment without a line end would swallow all that is open: it reaches to the next closer instead. */
function closerIn(text: string, from: number): number {
  const closer = /[}\]]/g;
  closer.lastIndex = from;
  return closer.exec(text)?.index ?? -1;
}

/** Whether a comment begins at `offset`, as it can after a complete value. */
export function beginsComment(text: string, offset: number): boolean {
  if (text.charCodeAt(offset) !== SLASH) return false;
  const second = text.charCodeAt(offset + 1);
  return second === SLASH || second === STAR;
}

/** How many columns of white space a line has before `offset`, or -1 when other text stands before it. */
export function indentOf(text: string, offset: number): number {
  let at = offset - 1;
  while (at >= 0 && text.charCodeAt(at) !== NEWLINE) {
    if (!isSpace(text.charCodeAt(at))) return -1;
    at--;
  }
  return offset - 1 - at;
}

/** How many columns of white space begin the line that `offset` stands in. */
export function lineIndentOf(text: string, offset: number): number {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  return nextSolid(text, lineStart, offset) - lineStart;
}
