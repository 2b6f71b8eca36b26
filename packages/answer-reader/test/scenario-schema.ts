import type { JsonSchema } from "../src/index.ts";

const text = { type: "string" };
const named = { id: text, name: { type: "string", minLength: 1 }, description: text };
const closed = (properties: object, required: string[]) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
const level = { type: "integer", minimum: 1, maximum: 5 };
const confidence = { type: "number", minimum: 0, maximum: 1 };
const statements = { type: "array", items: { anyOf: [text, { type: "object", properties: {} }] } };

const skill = closed(named, ["name"]);
const competency = closed({ ...named, required_level: level, skills: { type: "array", items: skill } }, [
  "name",
  "skills",
]);
const capability = closed(
  { ...named, importance: level, competencies: { type: "array", items: competency } },
  ["name", "competencies"],
);

/** The shape of a scenario's answer, as these tests need it: written for them, close to the published contract. */
export const SCENARIO: JsonSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  ...closed(
    {
      scenario_metadata: closed(
        {
          name: named.name,
          description: text,
          scenario_type: { enum: ["transformation", "growth", "efficiency", "restructuring"] },
          horizon_months: { type: "integer", minimum: 1 },
          generated_at: text,
          confidence_score: confidence,
        },
        ["name"],
      ),
      capabilities: { type: "array", items: capability },
      objectives: statements,
      strategic_initiatives: statements,
      impact_analysis: { type: "array", items: closed({ area: text, impact: text, notes: text }, []) },
      assumptions: statements,
      suggested_roles: {
        type: "array",
        items: closed(
          {
            name: named.name,
            description: text,
            key_competencies: { type: "array", items: text },
            estimated_fte: { type: "number", minimum: 0 },
            talent_composition: { type: "object" },
          },
          ["name"],
        ),
      },
      confidence_score: confidence,
    },
    ["scenario_metadata", "capabilities"],
  ),
};
