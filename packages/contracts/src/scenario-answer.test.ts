import { describe, expect, it } from "vitest";
import {
  DEFAULT_ANSWER_LIMITS,
  type ScenarioAnswer,
  scenarioAnswerErrors,
  scenarioAnswerSchema,
} from "./scenario-answer.ts";

const answer = (): ScenarioAnswer => ({
  scenario_metadata: { name: "Crecimiento", horizon_months: 18, scenario_type: "growth" },
  capabilities: [
    {
      name: "Ventas",
      importance: 4,
      competencies: [{ name: "Negociación", skills: [{ name: "Escuchar" }] }],
    },
  ],
  confidence_score: 0.8,
});

describe("the scenario answer", () => {
  it("is valid with the three levels and a name for each", () => {
    expect(scenarioAnswerErrors(answer())).toEqual([]);
  });

  it("needs a competency in each capability and a skill in each competency", () => {
    const empty = answer();
    empty.capabilities.push(
      { name: "Vacía", competencies: [] },
      { name: "Media", competencies: [{ name: "Sin", skills: [] }] },
    );
    expect(scenarioAnswerErrors(empty)).toMatchObject([
      {
        path: "capabilities[1].competencies",
        message: "needs at least 1 item and has 0",
        messageEs: "necesita al menos 1 elemento y tiene 0",
        value: "[]",
      },
      { path: "capabilities[2].competencies[0].skills", message: "needs at least 1 item and has 0" },
    ]);
  });

  it("names each place that breaks it: types, ranges, blanks, unknown fields", () => {
    const wrong = {
      ...answer(),
      confidence_score: 1.2,
      mood: "good",
      capabilities: [{ name: " ", importance: 9, competencies: "x" }],
    };
    expect(
      scenarioAnswerErrors(wrong)
        .map(({ path }) => path)
        .sort(),
    ).toEqual([
      "capabilities[0].competencies",
      "capabilities[0].importance",
      "capabilities[0].name",
      "confidence_score",
      "mood",
    ]);
  });

  it("takes its limits from the configuration", () => {
    const limits = { ...DEFAULT_ANSWER_LIMITS, nameLength: 5 };
    expect(scenarioAnswerErrors(answer(), limits).map(({ path }) => path)).toContain(
      "scenario_metadata.name",
    );
    expect(scenarioAnswerErrors(answer())).toEqual([]);
    expect(scenarioAnswerSchema(limits)).toMatchObject({ $schema: expect.stringContaining("2020-12") });
  });
});
