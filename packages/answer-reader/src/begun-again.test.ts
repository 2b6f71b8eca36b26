import { describe, expect, it } from "vitest";
import { reading, refusal } from "../test/expect-read.ts";
import { SCENARIO } from "../test/scenario-schema.ts";
import { readAnswer } from "./read-answer.ts";

const TREE = {
  scenario_metadata: { name: "Hospitals", description: "Year one: grow with calm, then faster." },
  capabilities: [{ name: "Care", competencies: [{ name: "Nursing", skills: [{ name: "Triage" }] }] }],
};
const WHOLE = JSON.stringify(TREE, null, 2);

describe("an answer that was begun again", () => {
  it.each([
    ["in its fence", "```json\n", WHOLE, "\n```"],
    ["in its fence, with words before it", "Here it is:\n\n```json\n", WHOLE, "\n```"],
    ["with a comment first", "", WHOLE.replace("{\n", "{ // the scenario\n"), ""],
    ["as it stands", "", WHOLE, ""],
  ])("is never read as its first half: %s", (_, before, document, after) => {
    const text = before + document + after;
    const wrong: number[] = [];
    for (let cut = before.length + 90; cut < before.length + document.length; cut++) {
      const result = readAnswer(text.slice(0, cut) + text, SCENARIO);
      if (!("refused" in result) && JSON.stringify(result.value) !== JSON.stringify(TREE)) wrong.push(cut);
    }
    expect(wrong).toEqual([]);
  });

  it("is told from an object within it that begins as it does", () => {
    const inner = { kind: "a long beginning that is the same in both", more: "and more of the same" };
    const text = JSON.stringify({ ...inner, inner }).replace(/\}$/, ",}");
    expect(reading(text, true).value).toEqual({ ...inner, inner });
  });
});

describe("an answer that breaks off before it begins", () => {
  it.each([
    "<think>The planner wants a scen",
    '<think>I could use {"a": 1} as',
    "<think>plan</think>\n",
    "Here is your scenario:\n\n```json\n",
    "{scenario_meta",
  ])("is truncated: %s", (text) => {
    expect(refusal(text, SCENARIO).reason).toBe("truncated");
  });

  it.each(["I cannot help with that.", "<think>hm</think>I cannot help.", "Use ```code``` or ```more```"])(
    "is told from prose: %s",
    (text) => {
      expect(refusal(text, SCENARIO).reason).toBe("no_json");
    },
  );
});

describe("tags of thinking", () => {
  it.each([
    ["a stray one behind the answer", `${WHOLE}</think>`],
    ["a stray one in the words behind it", `${WHOLE}\n\nNote: I closed my </think> tag.`],
    ["around nothing but the answer", `<think>${WHOLE}</think>`],
  ])("lose no answer, which is a guess: %s", (_, text) => {
    const result = reading(text, SCENARIO);
    expect(result.value).toEqual(TREE);
    expect(result.journal.map(({ severity }) => severity)).toContain("risky");
  });
});
