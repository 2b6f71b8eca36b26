import type { RedactionKind } from "../redaction-kind.ts";

/** A sentence of the table, ready for use: the text as a planner would write it, and what must be found in it. */
export type MarkedCase = { text: string; expected: { start: number; end: number; kind: string }[] };

export type CaseTable = { sensitive: readonly string[]; ordinary: readonly string[] };

const mark = /⟦([a-z_]+)\|([^⟧]*)⟧/g;

/** Reads `⟦kind|value⟧` marks out of a sentence, after dropping the joints "¦". */
export function readMarkedCase(marked: string): MarkedCase {
  const joined = marked.replaceAll("¦", "");
  const expected: MarkedCase["expected"] = [];
  let text = "";
  let copied = 0;
  for (const match of joined.matchAll(mark)) {
    const [whole, kind = "", value = ""] = match;
    text += joined.slice(copied, match.index);
    expected.push({ start: text.length, end: text.length + value.length, kind });
    text += value;
    copied = match.index + whole.length;
  }
  return { text: text + joined.slice(copied), expected };
}

export type Score = { kind: string; truePositives: number; falsePositives: number; falseNegatives: number };

/** Compares what was found with what was expected, value by value: same kind, same first and last character. */
export function score(
  kinds: readonly RedactionKind[],
  results: readonly { expected: MarkedCase["expected"]; found: MarkedCase["expected"] }[],
): Score[] {
  const keys = (spans: MarkedCase["expected"]) =>
    spans.map(({ start, end, kind }) => `${kind} ${start} ${end}`);
  return kinds.map((kind) => {
    const total = { kind, truePositives: 0, falsePositives: 0, falseNegatives: 0 };
    for (const { expected, found } of results) {
      const expectedKeys = new Set(keys(expected.filter((span) => span.kind === kind)));
      const foundKeys = keys(found.filter((span) => span.kind === kind));
      const hits = foundKeys.filter((key) => expectedKeys.has(key)).length;
      total.truePositives += hits;
      total.falsePositives += foundKeys.length - hits;
      total.falseNegatives += expectedKeys.size - hits;
    }
    return total;
  });
}
