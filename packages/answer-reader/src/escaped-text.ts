import { BACKSLASH } from "./characters.ts";

/** A text that stands escaped within another, with the way back to its places there. */
export interface EscapedText {
  readonly text: string;
  /** For each offset of `text`, and its end, the offset in the outer text. */
  readonly origin: Int32Array;
}

const SIMPLE: { readonly [letter: string]: string } = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/**
 * Takes one level of escapes (`\"`, `\n`, `\u00e9`) off the text between two offsets of `outer`. Linear.
 *
 * @param origin the places of `outer` itself in the outermost text, when it is escaped too.
 */
export function unescapeText(outer: string, start: number, end: number, origin?: Int32Array): EscapedText {
  const places = new Int32Array(Math.max(0, end - start) + 1);
  const parts: string[] = [];
  let length = 0;
  let at = start;
  while (at < end) {
    const backslash = outer.indexOf("\\", at);
    const plainEnd = backslash === -1 || backslash >= end ? end : backslash;
    for (let index = at; index < plainEnd; index++) places[length++] = index;
    parts.push(outer.slice(at, plainEnd));
    at = plainEnd;
    if (at < end) {
      const sequence = readEscape(outer, at, end);
      places[length++] = at;
      parts.push(sequence.value);
      at += sequence.length;
    }
  }
  places[length] = end;
  const used = places.subarray(0, length + 1);
  if (origin !== undefined)
    for (let index = 0; index < used.length; index++) used[index] = origin[used[index] ?? 0] ?? 0;
  return { text: parts.join(""), origin: used };
}

function readEscape(text: string, at: number, end: number): { value: string; length: number } {
  const next = text[at + 1] ?? "";
  if (at + 1 >= end || text.charCodeAt(at) !== BACKSLASH) return { value: "\\", length: 1 };
  const hex = text.slice(at + 2, at + 6);
  if (next === "u" && at + 6 <= end && /^[0-9a-fA-F]{4}$/.test(hex)) {
    return { value: String.fromCharCode(Number.parseInt(hex, 16)), length: 6 };
  }
  return { value: SIMPLE[next] ?? next, length: 1 + next.length };
}
