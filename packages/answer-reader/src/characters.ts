/** Character codes that the grammar names. */
export const QUOTE = 34;
export const APOSTROPHE = 39;
const BACKTICK = 96;
export const BACKSLASH = 92;
export const COMMA = 44;
export const COLON = 58;
export const SEMICOLON = 59;
export const EQUALS = 61;
export const SLASH = 47;
export const STAR = 42;
export const HASH = 35;
export const DOT = 46;
export const PLUS = 43;
export const MINUS = 45;
export const OPEN_BRACE = 123;
export const CLOSE_BRACE = 125;
export const OPEN_BRACKET = 91;
export const CLOSE_BRACKET = 93;
export const OPEN_PARENTHESIS = 40;
export const CLOSE_PARENTHESIS = 41;
export const NEWLINE = 10;

/** White space as JSON knows it. */
export function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** White space that JSON does not know: no-break, zero-width, typographic spaces, a byte order mark. */
export function isForeignSpace(code: number): boolean {
  return (
    code === 0xa0 ||
    code === 0x1680 ||
    code === 0x180e ||
    (code >= 0x2000 && code <= 0x200d) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x2060 ||
    code === 0x3000 ||
    code === 0xfeff ||
    code === 11 ||
    code === 12
  );
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** A letter of ASCII, or `_`. */
export function isLetter(code: number): boolean {
  const lower = code | 32;
  return (lower >= 97 && lower <= 122) || code === 95;
}

/** Letters, digits, `_` and `$`, and all that is beyond ASCII and no space or quote: what a bare word is made of. */
export function isWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    (code > 127 && !isForeignSpace(code) && !opensQuote(code))
  );
}

/** Three codes each, so that a string's end is sought without a look-up; one may stand more than once. */
type Closers = readonly [number, number, number];

const DOUBLE: Closers = [QUOTE, QUOTE, QUOTE];
const TYPOGRAPHIC_DOUBLE: Closers = [0x201d, 0x201c, QUOTE];
const TYPOGRAPHIC_SINGLE: Closers = [0x2019, 0x2018, APOSTROPHE];
const ACUTE = 0xb4;

const CLOSERS = new Map<number, Closers>([
  [QUOTE, DOUBLE],
  [APOSTROPHE, [APOSTROPHE, APOSTROPHE, APOSTROPHE]],
  [BACKTICK, [BACKTICK, ACUTE, APOSTROPHE]],
  [ACUTE, [ACUTE, BACKTICK, APOSTROPHE]],
  [0x201c, TYPOGRAPHIC_DOUBLE],
  [0x201d, TYPOGRAPHIC_DOUBLE],
  [0x201e, TYPOGRAPHIC_DOUBLE],
  [0x2018, TYPOGRAPHIC_SINGLE],
  [0x2019, TYPOGRAPHIC_SINGLE],
  [0x201a, TYPOGRAPHIC_SINGLE],
  [0xab, [0xbb, 0xbb, 0xbb]],
  [0x2039, [0x203a, 0x203a, 0x203a]],
]);

/** Whether a string can begin with this character: `"` or one that people and models put in its place. */
export function opensQuote(code: number): boolean {
  if (code < 128) return code === QUOTE || code === APOSTROPHE || code === BACKTICK;
  return CLOSERS.has(code);
}

/** The characters that can end a string which began with `code`. */
export function closersOf(code: number): Closers {
  return code === QUOTE ? DOUBLE : (CLOSERS.get(code) ?? DOUBLE);
}
