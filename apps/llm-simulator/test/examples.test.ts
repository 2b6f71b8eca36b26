import { scenarioAnswerErrors } from "@vivero/contracts";
import { describe, expect, test } from "vitest";
import { loadExamples } from "../src/answers/load-answers.ts";

interface Named {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}
interface Example {
  readonly scenario_metadata: Record<string, unknown>;
  readonly capabilities: readonly (Named & {
    readonly importance: number;
    readonly competencies: readonly (Named & {
      readonly required_level: number;
      readonly skills: readonly Named[];
    })[];
  })[];
  readonly suggested_roles: readonly {
    readonly name: string;
    readonly key_competencies: readonly string[];
    readonly estimated_fte: number;
    readonly talent_composition: { readonly human_percentage: number; readonly synthetic_percentage: number };
  }[];
}

const examples = (await loadExamples()).map((answer) => ({
  ...answer,
  value: JSON.parse(answer.text) as Example & Record<string, unknown>,
}));

const competenciesOf = ({ capabilities }: Example) =>
  capabilities.flatMap(({ competencies }) => competencies);
const skillsOf = (example: Example) => competenciesOf(example).flatMap(({ skills }) => skills);
const entitiesOf = (example: Example): Named[] => [
  ...example.capabilities,
  ...competenciesOf(example),
  ...skillsOf(example),
];
const nameKey = (name: string) => name.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();

test("there are three, each with its company and counts", () => {
  const counted = examples.map(({ name, companies, value }) => [
    name,
    companies,
    value.capabilities.length,
    competenciesOf(value).length,
    skillsOf(value).length,
  ]);
  expect(counted).toEqual([
    ["digital-transformation-retail.es.json", ["Almacenes Río Claro"], 4, 11, 32],
    ["hospital-network-growth.en.json", ["Larkmoor Health Network"], 4, 12, 34],
    ["logistics-efficiency.en.json", ["Northquay Logistics"], 4, 11, 28],
  ]);
});

test("no name stands twice in all three but one skill, under two competencies of the same answer", () => {
  const names = examples.flatMap(({ value }) => entitiesOf(value)).map(({ name }) => nameKey(name));
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  expect(twice).toEqual(["root cause analysis"]);
  const holders = examples.flatMap(({ value }) =>
    competenciesOf(value)
      .filter(({ skills }) => skills.some(({ name }) => name === "Root cause analysis"))
      .map(({ name }) => name),
  );
  expect(holders).toEqual(["Lean depot operations", "Predictive maintenance"]);
});

describe.each(examples)("$name", ({ value }) => {
  test("follows the contract and has every part of it", () => {
    expect(scenarioAnswerErrors(value)).toEqual([]);
    expect(Object.keys(value).sort()).toEqual([
      "assumptions",
      "capabilities",
      "confidence_score",
      "impact_analysis",
      "objectives",
      "scenario_metadata",
      "strategic_initiatives",
      "suggested_roles",
    ]);
    expect(Object.keys(value.scenario_metadata).sort()).toEqual([
      "confidence_score",
      "description",
      "generated_at",
      "horizon_months",
      "name",
      "scenario_type",
    ]);
  });

  test("has two to four competencies a capability and two to four skills a competency", () => {
    for (const { competencies } of value.capabilities) {
      expect([2, 3, 4]).toContain(competencies.length);
      for (const { skills } of competencies) expect([2, 3, 4]).toContain(skills.length);
    }
  });

  test("gives each entity an id of its own and a description", () => {
    const entities = entitiesOf(value);
    expect(new Set(entities.map(({ id }) => id)).size).toBe(entities.length);
    for (const { description } of entities) expect(description.length).toBeGreaterThan(20);
  });

  test("names only competencies that exist in its roles, and divides each role in full", () => {
    const known = competenciesOf(value).map(({ name }) => name);
    for (const role of value.suggested_roles) {
      expect(known).toEqual(expect.arrayContaining([...role.key_competencies]));
      const { human_percentage, synthetic_percentage } = role.talent_composition;
      expect(human_percentage + synthetic_percentage).toBe(100);
      expect(role.estimated_fte).toBeGreaterThan(0);
    }
  });
});
