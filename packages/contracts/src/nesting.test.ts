import { describe, expect, it } from "vitest";
import { DEEPEST_NESTING, nestedTooDeep } from "./nesting.ts";
import { scenarioAnswerErrors } from "./scenario-answer.ts";

/** Lists in each other, so many of them. */
const lists = (levels: number) => JSON.parse("[".repeat(levels) + "]".repeat(levels)) as unknown;

const answer = (rest: object) => ({
  scenario_metadata: { name: "n" },
  capabilities: [{ name: "A", competencies: [{ name: "X", skills: [{ name: "S" }] }] }],
  ...rest,
});

describe("a value nested too deeply", () => {
  it("begins beyond the deepest nesting", () => {
    expect(nestedTooDeep(lists(DEEPEST_NESTING))).toBeUndefined();
    expect(nestedTooDeep(lists(DEEPEST_NESTING + 1))).toBeDefined();
  });

  it("is found behind what is not, and told with the beginning of its path", () => {
    const value = { a: [1, "x", null, {}], "b.c": [0, { d: lists(5_000) }] };
    expect(nestedTooDeep(value)).toMatchObject({
      path: "b.c[1].d[0][0][0][0][0][0][0]",
      message: "is nested more than 1000 levels deep",
      messageEs: "está anidado en más de 1000 niveles",
      hint: expect.any(String),
      hintEs: expect.any(String),
    });
  });

  it.each([5_000, 100_000])("is one error of an answer, and does not overflow: %d levels", (levels) => {
    expect(scenarioAnswerErrors(answer({ objectives: [lists(levels)] }))).toMatchObject([
      { path: expect.stringMatching(/^objectives\[0\]\[0\]/) },
    ]);
    expect(scenarioAnswerErrors(lists(levels))).toHaveLength(1);
  });

  it.each([undefined, null, 1, "x", Symbol("x"), [], {}])("is not %o", (value) => {
    expect(nestedTooDeep(value)).toBeUndefined();
  });
});
