import fc from "fast-check";
import { describe, it } from "vitest";
import { type JsonSchema, readAnswer } from "../src/index.ts";
import { expectTrueJournal, mustBeSame, reading, refusal } from "./expect-read.ts";
import { holds } from "./random-cases.ts";
import { scenarioText } from "./random-scenarios.ts";
import { broken, jsonText, soup } from "./random-texts.ts";
import { replay } from "./replay.ts";
import { SCENARIO } from "./scenario-schema.ts";
import { tokensIn, tokensLeft } from "./tokens.ts";

const SCHEMAS: readonly JsonSchema[] = [true, SCENARIO];
const anyText = fc.oneof(broken(jsonText), soup, broken(scenarioText));

/** A value as it comes out of JSON: without the sign of zero. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe("the laws of reading", () => {
  it("valid JSON is read unchanged, with an empty journal", () => {
    holds(jsonText, (text) => {
      mustBeSame(readAnswer(text, true), { value: JSON.parse(text), journal: [], confidence: 1 });
    });
  });

  it("what came of broken JSON is explained by the journal: replaying it makes the text JSON of just that value", () => {
    holds(fc.oneof(broken(jsonText), soup), (text) => {
      const result = readAnswer(text, true);
      if ("refused" in result) return;
      expectTrueJournal(text, result);
      const elsewhere = result.journal.some(({ kind }) => kind === "escaped_text_read");
      if (!elsewhere) mustBeSame(asJson(JSON.parse(replay(text, result.journal))), asJson(result.value));
    });
  });

  it("fitting loses no key and no value: what is not in the result is in the journal, and nothing else is new", () => {
    holds(scenarioText, (text) => {
      const result = reading(text, SCENARIO);
      expectTrueJournal(text, result);
      mustBeSame(tokensLeft(text, result.journal), tokensIn(result.value));
    });
  });

  it("every entry names a place of its text, whatever the text", () => {
    holds(anyText, (text) => {
      for (const schema of SCHEMAS) {
        const result = readAnswer(text, schema);
        if (!("refused" in result)) expectTrueJournal(text, result);
      }
    });
  });

  it("reading what was read changes nothing more", () => {
    holds(anyText, (text) => {
      for (const schema of SCHEMAS) {
        const result = readAnswer(text, schema);
        if ("refused" in result) continue;
        const again = readAnswer(JSON.stringify(result.value), schema);
        mustBeSame(again, { value: asJson(result.value), journal: [], confidence: 1 });
      }
    });
  });

  it("a value without an entry is what JSON.parse makes of the text", () => {
    holds(anyText, (text) => {
      for (const schema of SCHEMAS) {
        const result = readAnswer(text, schema);
        if ("refused" in result || result.journal.length > 0) continue;
        mustBeSame(result.value, JSON.parse(text));
      }
    });
  });

  it("a scenario that is cut anywhere is refused as truncated", () => {
    const cut = fc.tuple(scenarioText, fc.double({ min: 0, max: 0.999, noNaN: true }));
    holds(cut, ([text, part]) => {
      const start = text.slice(0, Math.max(1, Math.floor(part * text.length)));
      mustBeSame(refusal(start, SCENARIO).reason, "truncated");
    });
  });
});
