const MARKS = /\p{M}/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is that of ASCII.
const ASCII = /^[\x00-\x7f]*$/;

/** Words as a search compares them: without accents and case. */
export function foldWords(text: string): string {
  return (ASCII.test(text) ? text : text.normalize("NFKD").replace(MARKS, "")).toLowerCase();
}
