const MARKS = /\p{M}/gu;

/** Words as a search compares them: without accents and case. */
export function foldWords(text: string): string {
  return text.normalize("NFKD").replace(MARKS, "").toLowerCase();
}
