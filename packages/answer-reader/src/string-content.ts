import { isWord } from "./characters.ts";
import { type Cursor, note } from "./cursor.ts";

const CONTROLS = new Map<number, string>([
  [8, "\\b"],
  [9, "\\t"],
  [10, "\\n"],
  [12, "\\f"],
  [13, "\\r"],
]);

/** How JSON writes a control character. */
function controlEscape(code: number): string {
  return CONTROLS.get(code) ?? `\\u${code.toString(16).padStart(4, "0")}`;
}

/** A raw control character within a string counts as its escape. */
export function noteControl(cursor: Cursor, at: number, code: number): void {
  note(cursor, "escape_mended", at, at + 1, controlEscape(code));
}

const HEX = /[0-9a-fA-F]{4}/y;

/**
 * Notes what is wrong with the escape at `at` (a backslash), if anything.
 *
 * @returns the offset behind what was consumed.
 */
export function noteEscape(cursor: Cursor, at: number): number {
  const { text, end } = cursor;
  if (at + 1 >= end) return end;
  const mend = mendOf(text, at);
  if (mend === "valid") return at + (text[at + 1] === "u" ? 6 : 2);
  const kind = mend === "keep" && text[at + 1] === "u" ? "escape_guessed" : "escape_mended";
  note(cursor, kind, at, at + 1, mend === "drop" ? "" : "\\\\");
  return mend === "drop" && text.charCodeAt(at + 1) >= 32 ? at + 2 : at + 1;
}

/**
 * What to do with an escape: keep it, drop its backslash (`\'`, `\-`, `\a`), or take the backslash for content
 * (`\d`, `\alpha`, `\uXY`: regular expressions, formulas and paths).
 */
function mendOf(text: string, at: number): "valid" | "drop" | "keep" {
  const next = text[at + 1] ?? "";
  if ('"\\/bfnrt'.includes(next)) return "valid";
  if (next === "u") {
    HEX.lastIndex = at + 2;
    return HEX.test(text) ? "valid" : "keep";
  }
  if (!isWord(next.charCodeAt(0))) return "()[].+*?^$|{}".includes(next) ? "keep" : "drop";
  return "dwsDWS".includes(next) || isWord(text.charCodeAt(at + 2)) ? "keep" : "drop";
}

const SIMPLE: { readonly [letter: string]: string } = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** The value of a string's content, which stands from `start` to `end`; what is wrong in it counts as mended. */
export function decodeString(text: string, start: number, end: number): string {
  const raw = text.slice(start, end);
  let backslash = raw.indexOf("\\");
  if (backslash === -1) return raw;
  let value = raw.slice(0, backslash);
  for (;;) {
    let at = backslash + 1;
    const letter = raw[at] ?? "";
    const simple = SIMPLE[letter];
    const mend = simple === undefined ? mendOf(text, start + backslash) : "valid";
    if (simple !== undefined) {
      value += simple;
      at++;
    } else if (mend === "valid" && letter === "u") {
      value += String.fromCharCode(Number.parseInt(raw.slice(at + 1, at + 5), 16));
      at += 5;
    } else if (mend === "keep") {
      value += "\\";
    }
    backslash = raw.indexOf("\\", at);
    if (backslash === -1) return value + raw.slice(at);
    value += raw.slice(at, backslash);
  }
}
