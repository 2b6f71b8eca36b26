import { CLOSE_BRACE, CLOSE_BRACKET, isSpace, OPEN_BRACE } from "./characters.ts";
import { isReadAsItStands } from "./clean.ts";
import type { JsonValue } from "./json.ts";
import { membersOfLikelyJson } from "./likely-json.ts";
import type { Shape } from "./shape.ts";

/** What JSON.parse makes of a text, and whether that is its reading as it stands. */
export interface StrictReading {
  /** Undefined when the text is no JSON, or surely seemed to be none. */
  readonly parsed: JsonValue | undefined;
  readonly fits: boolean;
}

/** The shortest way: JSON.parse, where it may succeed, and one look at what it gave. @param start the first solid character. */
export function readStrictly(text: string, start: number, shape: Shape): StrictReading {
  const bracket = text[start] === "{" || text[start] === "[";
  const members = bracket ? membersOfLikelyJson(text, sniffedLength(text.length)) : undefined;
  const hopeless = bracket
    ? members === -1 || !endsWithCloser(text, start)
    : !'"-0123456789tfn'.includes(text[start] ?? "");
  const parsed = hopeless ? undefined : parse(text);
  return { parsed, fits: parsed !== undefined && isReadAsItStands(text, parsed, shape, members) };
}

/**
 * How far a text is looked through for faults before JSON.parse is asked. A look takes less than the error that
 * JSON.parse throws, unless the text is long; and a sound text must not pay for more than it can afford.
 */
function sniffedLength(length: number): number {
  if (length < 4_000) return length * 0.55;
  return length < 16_000 ? length : 2_000;
}

/** Whether the last solid character closes the bracket at `start`: without it the text is no JSON. */
function endsWithCloser(text: string, start: number): boolean {
  let last = text.length - 1;
  while (last > start && isSpace(text.charCodeAt(last))) last--;
  return text.charCodeAt(last) === (text.charCodeAt(start) === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET);
}

/** What JSON.parse makes of a text; undefined when it is no JSON. */
export function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON as it stands: it is searched and mended.
    return undefined;
  }
}
