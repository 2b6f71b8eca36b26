import { isDeepStrictEqual } from "node:util";
import { type JsonSchema, type Reading, type ReadOptions, type Refusal, readAnswer } from "../src/index.ts";

/** Reads what must be readable. */
export function reading(text: string, schema: JsonSchema, options?: ReadOptions): Reading {
  const result = readAnswer(text, schema, options);
  if ("refused" in result) throw new Error(`Refused as ${result.reason}: ${result.message}`);
  return result;
}

/** Reads what must be refused. */
export function refusal(text: string, schema: JsonSchema, options?: ReadOptions): Refusal {
  const result = readAnswer(text, schema, options);
  if (!("refused" in result)) throw new Error(`Read as ${JSON.stringify(result.value)}`);
  return result;
}

/** The kinds in a reading's journal, each once, in the order of the text. */
export function kindsOf(result: Reading): string[] {
  return [...new Set(result.journal.map((entry) => entry.kind))];
}

/** Asserts that every entry's `before` is what stands in the text at its place. */
export function expectTrueJournal(text: string, result: Reading): void {
  for (const { at, before, kind } of result.journal) {
    if (!text.startsWith(before, at.offset))
      throw new Error(`${kind} at ${at.offset} names what is not there.`);
  }
}

/** Equality that costs little, for laws tried very often. */
export function mustBeSame(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) {
    throw new Error(`${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`);
  }
}
