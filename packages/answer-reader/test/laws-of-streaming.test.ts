import fc from "fast-check";
import { describe, it } from "vitest";
import { createAnswerStream, type JsonSchema, readAnswer } from "../src/index.ts";
import { mustBeSame } from "./expect-read.ts";
import { holds } from "./random-cases.ts";
import { scenarioText } from "./random-scenarios.ts";
import { broken, jsonText, pieces, soup } from "./random-texts.ts";
import { SCENARIO } from "./scenario-schema.ts";

const SCHEMAS: readonly JsonSchema[] = [true, SCENARIO];

describe("the laws of streaming", () => {
  it("in the end it equals reading the whole, however the text is cut", () => {
    holds(pieces(fc.oneof(broken(jsonText), soup, broken(scenarioText))), (chunks) => {
      for (const schema of SCHEMAS) {
        const stream = createAnswerStream(schema);
        for (const chunk of chunks) stream.push(chunk);
        mustBeSame(stream.end(), readAnswer(chunks.join(""), schema));
      }
    });
  });

  it("what is shown of valid JSON at its last piece is its value", () => {
    holds(pieces(jsonText), (chunks) => {
      const stream = createAnswerStream(true);
      let shown: unknown;
      for (const chunk of chunks) shown = stream.push(chunk);
      mustBeSame(shown, JSON.parse(chunks.join("")));
    });
  });
});
