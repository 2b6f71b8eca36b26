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

  it("says with each error what to do, in English and Spanish", () => {
    const faulty = {
      scenario_metadata: { name: "", scenario_type: "fun", horizon_months: "18", mood: 1 },
      capabilities: [
        { name: " ", importance: 9, competencies: "x" },
        { name: "n".repeat(201), importance: 0, competencies: [] },
      ],
      objectives: [5, null],
      impact_analysis: ["x"],
      assumptions: {},
      confidence_score: 80,
    };
    const errors = scenarioAnswerErrors(faulty);
    expect(errors.length).toBeGreaterThan(12);
    for (const { path, hint, hintEs } of errors) {
      expect(hint, path).toMatch(/^[A-Z].*\.$/);
      expect(hintEs, path).toMatch(/^[A-ZÁÉÍÓÚ].*\.$/);
    }
    expect(errors).toContainEqual({
      path: "objectives[0]",
      message: "has none of the shapes that it may have",
      messageEs: "no tiene ninguna de las formas permitidas",
      value: "5",
      hint: "Make it text or an object.",
      hintEs: "Conviértalo en un texto o un objeto.",
    });
  });

  it("counts and cuts text by characters, as JSON Schema does, and halves none", () => {
    const named = (name: string) => scenarioAnswerErrors({ ...answer(), scenario_metadata: { name } });
    expect(named("🌱".repeat(200))).toEqual([]);
    expect(named(`${"🌱".repeat(201)}`)).toMatchObject([
      {
        message: "may have 200 characters at most and has 201",
        messageEs: "puede tener 200 caracteres como máximo y tiene 201",
        value: `"${"🌱".repeat(79)}…`,
      },
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
