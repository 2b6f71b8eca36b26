import { describe, expect, it } from "vitest";
import { scenarioAnswerWarnings } from "./scenario-answer.ts";
import { talentShareFaults } from "./talent-shares.ts";

const shares = (human: unknown, synthetic: unknown, rest: object = {}) =>
  talentShareFaults({ human_percentage: human, synthetic_percentage: synthetic, ...rest }, "talent");

describe("the shares of a role's talent", () => {
  it.each([
    [60, 60, "120"],
    ["60%", "60 %", "120"],
    [80.2, 40.1, "120.3"],
    ["33,5", "33.5%", "67"],
    [0.6, 0.4, "1"],
  ])("are at fault when they make no whole: %j and %j", (human, synthetic, sum) => {
    expect(shares(human, synthetic)).toEqual([
      {
        path: "talent",
        message: `has percentages that sum to ${sum} and not to 100`,
        messageEs: `tiene porcentajes que suman ${sum} y no 100`,
        value: JSON.stringify({ human_percentage: human, synthetic_percentage: synthetic }),
        hint: expect.stringContaining("human_percentage"),
        hintEs: expect.stringContaining("human_percentage"),
      },
    ]);
  });

  it("are at fault where one is no share at all, and then nothing is said of their sum", () => {
    expect(shares(150, "-50%")).toMatchObject([
      { path: "talent.human_percentage", message: "must be from 0 to 100", value: "150" },
      { path: "talent.synthetic_percentage", messageEs: "debe ser de 0 a 100", value: '"-50%"' },
    ]);
    expect(talentShareFaults({ human_percentage: 101 }, "talent")).toHaveLength(1);
  });

  it.each([
    [66.7, 33.3, {}],
    ["60%", 40, {}],
    [49.5, 49.5, {}],
    [60, 40, { automation_percentage_target: 25, logic_justification: "85% humano" }],
    [60, 30, { hybrid_percentage: 10 }],
    [60, 30, { hybrid: "10%" }],
    [60, 30, { others: [{ percentage: 10 }] }],
    ["most", "the rest", {}],
    [60, null, {}],
  ])("are not judged beyond doubt: %j and %j with %j", (human, synthetic, rest) => {
    expect(shares(human, synthetic, rest)).toEqual([]);
  });

  it("are too much whatever stands beside them", () => {
    expect(shares(60, 60, { hybrid_percentage: 10 })).toHaveLength(1);
  });

  it.each([
    { human: 60, ai: 60 },
    { human_pct: 60, ai_pct: 60 },
    { humano_porc: 60, ia_porc: 60 },
    { human: { percentage: 60 }, ai: { percentage: 60 } },
    { human_percentage: 60 },
    [60, 60],
    "60/60",
    null,
  ])("are the two that the contract names, not %j", (composition) => {
    expect(talentShareFaults(composition, "talent")).toEqual([]);
  });

  it("are judged beside what is nested too deeply", () => {
    const deep = JSON.parse("[".repeat(5_000) + "]".repeat(5_000)) as unknown;
    const talent_composition = { human_percentage: 60, synthetic_percentage: 60, deep };
    expect(scenarioAnswerWarnings({ suggested_roles: [{ talent_composition }] })).toMatchObject([
      { path: "suggested_roles[0].talent_composition" },
    ]);
  });
});
