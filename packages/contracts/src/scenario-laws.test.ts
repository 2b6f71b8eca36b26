import { describe, expect, it } from "vitest";
import { roleLawFaults, treeLawFaults } from "./scenario-laws.ts";

const skill = (name: string, id?: string) => ({ name, ...(id ? { id } : {}) });

const scenarioLawFaults = (value: unknown) => [...treeLawFaults(value), ...roleLawFaults(value)];

describe("the laws beyond the schema", () => {
  it("hold for siblings that differ, roles that refer, and percentages that make a whole", () => {
    const answer = {
      capabilities: [
        { name: "A", competencies: [{ id: "c1", name: "X", skills: [skill("S"), skill("T")] }] },
        { name: "B", competencies: [{ name: "Y", skills: [skill("S")] }] },
      ],
      suggested_roles: [
        {
          name: "R",
          key_competencies: ["c1", "  y "],
          talent_composition: { human_percentage: 66.7, synthetic_percentage: 33.3 },
        },
      ],
    };
    expect(scenarioLawFaults(answer)).toEqual([]);
  });

  it("name the sibling that is a double, by name regardless of case and by id", () => {
    const skills = [skill("Escuchar", "s1"), skill("Hablar", "s1"), skill(" ESCUCHAR ")];
    const answer = { capabilities: [{ name: "A", competencies: [{ name: "X", skills }] }] };
    expect(scenarioLawFaults(answer)).toMatchObject([
      { path: "capabilities[0].competencies[0].skills[1].id", value: '"s1"' },
      {
        path: "capabilities[0].competencies[0].skills[2].name",
        message: "is the same as that of capabilities[0].competencies[0].skills[0]",
        messageEs: "es igual al de capabilities[0].competencies[0].skills[0]",
      },
    ]);
  });

  it("count what is no object among the siblings", () => {
    const competency = (name: string) => ({ name, skills: [skill("S"), 7, skill("s")] });
    const answer = {
      capabilities: [
        { name: "A", competencies: ["x", competency("X")] },
        null,
        { name: "a", competencies: [competency("Y"), null, competency("y")] },
      ],
      suggested_roles: [null, { key_competencies: [1, "Z"] }],
    };
    expect(scenarioLawFaults(answer)).toMatchObject([
      { path: "capabilities[2].name", message: "is the same as that of capabilities[0]" },
      {
        path: "capabilities[2].competencies[2].name",
        message: "is the same as that of capabilities[2].competencies[0]",
      },
      { path: "capabilities[0].competencies[1].skills[2].name" },
      { path: "capabilities[2].competencies[0].skills[2].name" },
      { path: "capabilities[2].competencies[2].skills[2].name" },
      { path: "suggested_roles[1].key_competencies[1]" },
    ]);
  });

  it("name the key competency that refers to nothing, and the percentages that do not sum to 100", () => {
    const answer = {
      capabilities: [{ name: "A", competencies: [{ name: "X" }] }],
      suggested_roles: [
        {
          key_competencies: ["X", "Z"],
          talent_composition: { human_percentage: 60, synthetic_percentage: 60 },
        },
      ],
    };
    expect(scenarioLawFaults(answer)).toMatchObject([
      { path: "suggested_roles[0].key_competencies[1]", value: '"Z"' },
      {
        path: "suggested_roles[0].talent_composition",
        message: "has percentages that sum to 120 and not to 100",
      },
    ]);
  });

  it.each([null, 1, "x", [], { capabilities: 1 }, { capabilities: [null, 3] }, { suggested_roles: [{}] }])(
    "take anything: %j",
    (value) => {
      expect(scenarioLawFaults(value)).toEqual([]);
    },
  );
});
