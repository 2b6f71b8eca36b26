import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAnswerStream, type JsonValue, readAnswer } from "../src/index.ts";
import { corpusFolder, filesIn } from "./corpus.ts";
import { expectTrueJournal, mustBeSame, reading } from "./expect-read.ts";
import { SCENARIO } from "./scenario-schema.ts";

type Named = { name: string };
type Tree = { capabilities: (Named & { competencies?: (Named & { skills?: Named[] })[] })[] };

/** How many capabilities, competencies and skills a value holds: `3/9/27`. */
function countsOf(value: JsonValue): string {
  const { capabilities } = value as unknown as Tree;
  const competencies = capabilities.flatMap((capability) => capability.competencies ?? []);
  const skills = competencies.flatMap((competency) => competency.skills ?? []);
  const named = [...capabilities, ...competencies, ...skills].every(({ name }) => typeof name === "string");
  return `${capabilities.length}/${competencies.length}/${skills.length}${named ? "" : " with nameless ones"}`;
}

/** What each answer holds, counted by hand in its text; or why it holds no tree. */
const EXPECTED: { readonly [file: string]: string } = {
  "db-gen06-strings-skills-two-capabilities.json": "2/3/6",
  "db-gen07-roles-key-mixed-competencies.json": "1/1/2",
  "db-gen08-empty-capabilities.json": "0/0/0",
  "db-gen10-flat-not-nested.json": "1/1/1",
  "db-gen12-nested-skill-strings.json": "1/1/1",
  "db-gen13-wrapper-scenario.json": "3/6/18",
  "db-gen33-wrapper-escenario-snake-ids.json": "5/11/33",
  "db-gen35-content-inner.txt": "8/24/97",
  "db-gen35-content-wrapper.json": "8/24/97",
  "db-gen40-demo-12caps-no-skills.json": "12/48/0",
  "db-gen51-all-spanish-keys.json": "4/8/24",
  "db-gen59-chunks.json": "3/9/27",
  "db-gen59-compacted.json": "3/9/27",
  "db-gen59-escenario-plus-toplevel-caps.json": "3/9/27",
  "head-llm_sim_response.json": "3/9/27",
  "head-llm_sim_response.md.txt": "3/9/27",
  "head-prompt-example-abacus-minimal.json": "1/1/2",
  "head-prompt-example-default-en.json": "1/1/2",
  "head-prompt-example-default-es.json": "1/1/1",
  "head-prompt-example-planner.json": "1/1/1",
  "head-service-example-advanced.json": "1/1/1",
  "head-service-example-minimal.json": "1/1/2",
  "head-test-autoaccept.json": "0/0/0",
  "old-mock_generation_response-v2.json": "1/1/1",
  "old-test-accept-minimal.json": "0/0/0",
  "old-test-any-object-accepted.json": "wrong_document",
  "old-test-importer-strings.json": "1/1/2",
  "old-test-not-json.txt": "no_json",
  "old-valid_generation_response.json": "1/1/3",
};

const RECHUNKINGS = 1_000;

/** A stream that was stored as chunks is the text that they make. */
function textOf(file: { name: string; text: string }): string {
  if (!file.name.includes("chunks")) return file.text;
  return (JSON.parse(file.text) as { chunk: string }[]).map(({ chunk }) => chunk).join("");
}

const folder = corpusFolder("llm-answers");

describe("real answers of language models", () => {
  if (folder === undefined) {
    it("are not read here: this machine has no ../shared/corpus/llm-answers", () => {
      expect(folder).toBeUndefined();
    });
    return;
  }

  it.each(filesIn(folder))("$name is read whole, or refused for what it is", (file) => {
    const text = textOf(file);
    const result = readAnswer(text, SCENARIO);
    expect("refused" in result ? result.reason : countsOf(result.value)).toBe(EXPECTED[file.name]);
    if (!("refused" in result)) expectTrueJournal(text, result);
  });

  it.each(filesIn(folder))(`$name is the same in ${RECHUNKINGS} cuts of its stream`, (file) => {
    const text = textOf(file);
    const whole = readAnswer(text, SCENARIO);
    const cuts = fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 60 });
    fc.assert(
      fc.property(cuts, (places) => {
        const stream = createAnswerStream(SCENARIO);
        const offsets = [0, ...places.sort((left, right) => left - right), text.length];
        for (let index = 1; index < offsets.length; index++) {
          stream.push(text.slice(offsets[index - 1], offsets[index]));
        }
        mustBeSame(stream.end(), whole);
      }),
      { numRuns: RECHUNKINGS },
    );
  });

  it("a wrapped answer in a JSON string is read as the answer itself is", () => {
    const files = new Map(filesIn(folder).map((file) => [file.name, file.text]));
    const wrapped = reading(files.get("db-gen35-content-wrapper.json") ?? "", SCENARIO);
    expect(wrapped.value).toEqual(reading(files.get("db-gen35-content-inner.txt") ?? "", SCENARIO).value);
  });
});
