import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { DEFAULT_ANSWER_LIMITS, ImportInputSchema, validationErrors } from "@vivero/contracts";
import { hashOf } from "@vivero/service-kit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { invalidAnswer, validAnswer } from "../../test/answers.ts";
import { createAnswerJudge } from "../judge-answer.ts";
import { buildImportTree } from "./build-import-tree.ts";
import { countTree } from "./describe-answer.ts";

const asInput = (answer: unknown) => {
  const tree = buildImportTree(answer);
  return { scenarioId: 1, generationId: 1, payloadHash: hashOf(tree.capabilities), ...tree };
};

describe("the tree that is imported", () => {
  it("holds every entity of a valid answer, and nothing is left out", () => {
    const tree = buildImportTree(validAnswer());
    expect(tree.skipped).toEqual([]);
    expect(countTree(tree)).toEqual(countTree(validAnswer()));
  });

  it("names each part of an invalid answer that is left out, with the reason", () => {
    const { skipped } = buildImportTree({
      capabilities: [
        "just a text",
        { name: "  " },
        { name: 7 },
        { name: "x".repeat(501) },
        { name: "Good", importance: "5", extra: 1, id: 9, competencies: { name: "not a list" } },
      ],
    });
    expect(skipped).toEqual([
      { path: "capabilities[0]", reason: "is not an object with a name" },
      { path: "capabilities[1]", reason: "has an empty name" },
      { path: "capabilities[2]", reason: "has a name that is not a text" },
      { path: "capabilities[3]", reason: "has a name of more than 500 characters" },
      { path: "capabilities[4].id", reason: "is not a text" },
      { path: "capabilities[4].importance", reason: "is not an integer from 1 to 5" },
      { path: "capabilities[4].competencies", reason: "is not a list" },
      { path: "capabilities[4].extra", reason: "is not a field of this contract" },
    ]);
    expect(buildImportTree(invalidAnswer()).capabilities).toHaveLength(2);
  });

  it("fits the catalog's contract whatever the answer holds, and is the same each time", () => {
    const node: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: "small" },
        fc.jsonValue({ maxDepth: 1 }),
        fc.record(
          {
            id: fc.oneof(fc.string(), fc.integer()),
            name: fc.oneof(fc.string(), fc.constant(null)),
            description: fc.oneof(fc.string(), fc.boolean()),
            importance: fc.integer({ min: -1, max: 7 }),
            required_level: fc.integer({ min: -1, max: 7 }),
            capabilities: fc.array(tie("node"), { maxLength: 3 }),
            competencies: fc.array(tie("node"), { maxLength: 3 }),
            skills: fc.array(tie("node"), { maxLength: 3 }),
          },
          { requiredKeys: [] },
        ),
      ),
    })).node;
    fc.assert(
      fc.property(fc.record({ capabilities: fc.array(node, { maxLength: 4 }) }), (answer) => {
        const input = asInput(answer);
        expect(validationErrors(ImportInputSchema, input)).toEqual([]);
        expect(asInput(structuredClone(answer))).toEqual(input);
        const { capabilities, skipped } = input;
        if (skipped.length === 0) expect(countTree({ capabilities })).toEqual(countTree(answer));
      }),
    );
  });
});

const CORPUS = path.resolve(import.meta.dirname, "../../../../../shared/corpus/llm-answers");

// The corpus of recorded answers is not part of the repository; without it there is nothing to show here.
describe.runIf(existsSync(CORPUS))("recorded answers", () => {
  const judge = createAnswerJudge(DEFAULT_ANSWER_LIMITS);
  const files = existsSync(CORPUS) ? readdirSync(CORPUS) : [];

  it.each(files)("%s: everything that was read is imported when it is valid", (file) => {
    const judgement = judge(readFileSync(path.join(CORPUS, file), "utf8"), "stop");
    if (!judgement.readable) return expect(judgement.message).toMatch(/\w+ .*\.$/);
    const tree = buildImportTree(judgement.value);
    expect(validationErrors(ImportInputSchema, asInput(judgement.value))).toEqual([]);
    if (judgement.errors.length === 0) {
      expect(tree.skipped).toEqual([]);
      expect(countTree(tree)).toEqual(countTree(judgement.value));
    }
  });
});
