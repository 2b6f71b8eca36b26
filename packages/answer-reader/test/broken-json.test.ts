import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { type JsonSchema, type JsonValue, readAnswer } from "../src/index.ts";
import { corpusFolder, rowsOf } from "./corpus.ts";
import { expectTrueJournal } from "./expect-read.ts";
import { replay } from "./replay.ts";

interface Row {
  readonly id: string;
  readonly input: string;
  readonly expected?: JsonValue;
  readonly options?: object;
  readonly json_schema?: JsonSchema | null;
}

/**
 * The suites, and the share of their cases with whose value the reader must agree. The rest are their conventions,
 * or truncated texts where a schema says what is due, which the reader refuses.
 */
const SUITES = [
  { file: "broken-json-jsonrepair.jsonl", agreement: 0.85 },
  { file: "broken-json-json_repair.jsonl", agreement: 0.7 },
  { file: "broken-json-baml-sap.jsonl", agreement: 0.6 },
] as const;

const folder = corpusFolder("broken-json");

describe("suites of broken JSON", () => {
  if (folder === undefined) {
    it("are not read here: this machine has no ../shared/corpus/broken-json", () => {
      expect(folder).toBeUndefined();
    });
    return;
  }

  it.each(SUITES)("agrees with $file on at least $agreement of its values", ({ file, agreement }) => {
    const rows = rowsOf<Row>(folder, file).filter(
      (row) =>
        row.expected !== undefined && Object.keys(row.options ?? {}).length === 0 && row.json_schema !== null,
    );
    const agreed = rows.filter((row) => {
      const result = readAnswer(row.input, row.json_schema ?? true);
      return !("refused" in result) && isDeepStrictEqual(result.value, row.expected);
    });
    expect(agreed.length / rows.length).toBeGreaterThanOrEqual(agreement);
  });

  it("never gives a truncated text, or one without JSON, a value without a risky entry", () => {
    for (const row of rowsOf<Row>(folder, "partial-json-streaming.jsonl")) {
      const result = readAnswer(row.input, true);
      if ("refused" in result || !isCut(row.input)) continue;
      expect(
        result.journal.map((entry) => entry.severity),
        row.input,
      ).toContain("risky");
    }
  });

  it("explains every value of every suite by its journal", () => {
    for (const { file } of [...SUITES, { file: "partial-json-streaming.jsonl" }]) {
      for (const { input } of rowsOf<Row>(folder, file)) {
        const result = readAnswer(input, true);
        if ("refused" in result) continue;
        expectTrueJournal(input, result);
        if (result.journal.some(({ kind }) => kind === "escaped_text_read")) continue;
        expect(JSON.parse(replay(input, result.journal)), input).toEqual(result.value);
      }
    }
  });
});

/** Whether a text ends with a bracket, a string or a word still open, judged without the reader. */
function isCut(text: string): boolean {
  const plain = text.replaceAll(/"(?:[^"\\]|\\.)*"/gs, "0");
  const opened = plain.match(/[{[]/g)?.length ?? 0;
  const closed = plain.match(/[}\]]/g)?.length ?? 0;
  return plain.includes('"') || opened > closed;
}
