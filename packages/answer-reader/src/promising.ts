import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  isDigit,
  isWord,
  MINUS,
  OPEN_BRACE,
  OPEN_BRACKET,
  opensQuote,
  QUOTE,
} from "./characters.ts";
import { isBareKey, isLiteral, isQuotedKey } from "./look-ahead.ts";
import { beginsComment, nextSolid } from "./scan-space.ts";

/** How sure it is that JSON begins at a bracket in prose: not at all, perhaps, or surely. */
export type Promising = "none" | "weak" | "strong";

/** How much the `{` or `[` at `offset` looks like the start of JSON, rather than a bracket in prose. */
export function promiseOf(text: string, offset: number, end: number): Promising {
  const next = nextSolid(text, offset + 1, end);
  if (next >= end) return "weak";
  const code = text.charCodeAt(next);
  if (beginsComment(text, next)) return "weak";
  return text.charCodeAt(offset) === OPEN_BRACE
    ? promiseOfObject(text, next, code, end)
    : promiseOfList(text, next, code, end);
}

function promiseOfObject(text: string, next: number, code: number, end: number): Promising {
  if (code === QUOTE || code === CLOSE_BRACE) return isQuotedKey(text, next, end) ? "strong" : "weak";
  if (opensQuote(code) || code === COMMA || code === CLOSE_BRACKET || code === BACKSLASH) return "weak";
  if (text.startsWith("...", next)) return "weak";
  return isBareKey(text, next, end) || /^[\w$ -]{1,40}["”']?\s*[:=]/.test(text.slice(next, next + 60))
    ? "weak"
    : "none";
}

function promiseOfList(text: string, next: number, code: number, end: number): Promising {
  if (code === OPEN_BRACE) return promiseOf(text, next, end) === "none" ? "none" : "strong";
  if (code === QUOTE || code === OPEN_BRACKET) return "weak";
  if (
    opensQuote(code) ||
    code === CLOSE_BRACKET ||
    code === COMMA ||
    code === BACKSLASH ||
    code === CLOSE_BRACE
  )
    return "weak";
  if (isDigit(code) || code === MINUS || isLiteral(text, next) || text.startsWith(".", next)) return "weak";
  return isWord(code) ? "weak" : "none";
}
