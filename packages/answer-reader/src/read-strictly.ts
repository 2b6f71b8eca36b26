import { CLOSE_BRACE, CLOSE_BRACKET, isSpace, OPEN_BRACE, OPEN_BRACKET } from "./characters.ts";
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
  if (!mayBeJson(text, start)) return { parsed: undefined, fits: false };
  const members = beginsContainer(text, start) ? membersOfLikelyJson(text) : undefined;
  const parsed = members === -1 ? undefined : parse(text);
  return { parsed, fits: parsed !== undefined && isReadAsItStands(text, parsed, shape, members) };
}

/** Whether what the text begins and ends with can be JSON: a bracket and its closer, or a scalar's first character. */
function mayBeJson(text: string, start: number): boolean {
  if (beginsContainer(text, start)) return endsWithCloser(text, start);
  return '"-0123456789tfn'.includes(text[start] ?? "");
}

function beginsContainer(text: string, start: number): boolean {
  const code = text.charCodeAt(start);
  return code === OPEN_BRACE || code === OPEN_BRACKET;
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
