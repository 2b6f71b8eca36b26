import { type Static, Type } from "typebox";
import type { FieldError } from "./errors.ts";
import { roleLawFaults, treeLawFaults } from "./scenario-laws.ts";
import { validationErrors } from "./schema.ts";

/** How large an answer may be. The defaults are the figures; each is a setting of generation-service. */
export interface AnswerLimits {
  readonly capabilities: number;
  readonly competenciesEach: number;
  readonly skillsEach: number;
  readonly nameLength: number;
  /** The answer's text, in bytes of UTF-8. */
  readonly answerBytes: number;
}

export const DEFAULT_ANSWER_LIMITS: AnswerLimits = {
  capabilities: 25,
  competenciesEach: 25,
  skillsEach: 50,
  nameLength: 200,
  answerBytes: 2_000_000,
};

export const SCENARIO_TYPES = ["transformation", "growth", "efficiency", "restructuring"] as const;

const closed = { additionalProperties: false } as const;
const text = (description: string) => Type.Optional(Type.String({ description, maxLength: 10_000 }));
const confidence = Type.Optional(
  Type.Number({ minimum: 0, maximum: 1, description: "How sure the model is, from 0 to 1." }),
);

/**
 * The JSON Schema (draft 2020-12) of a scenario as a language model has to answer it. It is published, sent to the
 * model as its structured output, and what an answer is fitted to and judged by.
 */
export function scenarioAnswerSchema(limits: AnswerLimits = DEFAULT_ANSWER_LIMITS) {
  const name = Type.String({
    minLength: 1,
    maxLength: limits.nameLength,
    pattern: "\\S",
    description: "Its name.",
  });
  const llmId = Type.Optional(Type.String({ maxLength: 200, description: "The model's own id for it." }));
  const level = (description: string) => Type.Optional(Type.Integer({ minimum: 1, maximum: 5, description }));

  const skill = Type.Object(
    { id: llmId, name, description: text("What a person who has it can do.") },
    { ...closed, description: "One skill." },
  );
  const competency = Type.Object(
    {
      id: llmId,
      name,
      description: text("What it covers."),
      required_level: level("The level needed, from 1 (basic) to 5 (expert)."),
      skills: Type.Array(skill, { minItems: 1, maxItems: limits.skillsEach, description: "Its skills." }),
    },
    { ...closed, description: "One competency with its skills." },
  );
  const capability = Type.Object(
    {
      id: llmId,
      name,
      description: text("What the organization must be able to do."),
      importance: level("How much the scenario depends on it, from 1 to 5."),
      competencies: Type.Array(competency, {
        minItems: 1,
        maxItems: limits.competenciesEach,
        description: "Its competencies.",
      }),
    },
    { ...closed, description: "One capability with its competencies." },
  );
  const metadata = Type.Object(
    {
      name,
      description: text("The scenario in a paragraph."),
      scenario_type: Type.Optional(
        Type.Enum([...SCENARIO_TYPES], { description: "What kind of change it is." }),
      ),
      horizon_months: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 240, description: "How far it looks ahead, in months." }),
      ),
      generated_at: text("When the model wrote it."),
      confidence_score: confidence,
    },
    { ...closed, description: "The scenario itself." },
  );
  const role = Type.Object(
    {
      name,
      description: text("What the role does."),
      key_competencies: Type.Optional(
        Type.Array(Type.String(), { description: "Names or ids of competencies." }),
      ),
      estimated_fte: Type.Optional(Type.Number({ minimum: 0, description: "Full-time equivalents." })),
      talent_composition: Type.Optional(
        Type.Object(
          {},
          {
            additionalProperties: true,
            description: "Who does the work, in percent: human_percentage and synthetic_percentage.",
          },
        ),
      ),
    },
    { ...closed, description: "One suggested role." },
  );
  const impact = Type.Object(
    { area: text("Where."), impact: text("What changes."), notes: text("Anything else.") },
    { ...closed, description: "One effect of the scenario." },
  );
  const statement = Type.Union([Type.String(), Type.Object({}, { additionalProperties: true })]);
  const statements = (description: string) => Type.Optional(Type.Array(statement, { description }));

  return Type.Object(
    {
      scenario_metadata: metadata,
      capabilities: Type.Array(capability, {
        minItems: 1,
        maxItems: limits.capabilities,
        description: "What the organization must be able to do.",
      }),
      objectives: statements("What is to be reached."),
      strategic_initiatives: statements("How it is to be reached."),
      impact_analysis: Type.Optional(
        Type.Array(impact, { description: "What the scenario changes, and where." }),
      ),
      assumptions: statements("What was taken for granted."),
      suggested_roles: Type.Optional(Type.Array(role, { description: "Roles that the scenario asks for." })),
      confidence_score: confidence,
    },
    {
      ...closed,
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: "urn:vivero:schema:scenario-answer",
      title: "Scenario answer",
      description: "A strategic scenario as capabilities, competencies and skills.",
    },
  );
}

export type ScenarioAnswer = Static<ReturnType<typeof scenarioAnswerSchema>>;

/**
 * Every place where a read answer breaks the contract, its schema first and then the laws beyond it: with paths such as
 * `capabilities[0].competencies[2].skills`. Empty when it is valid. Any of them keeps the answer from being imported.
 */
export function scenarioAnswerErrors(
  value: unknown,
  limits: AnswerLimits = DEFAULT_ANSWER_LIMITS,
): FieldError[] {
  return [...validationErrors(schemaFor(limits), value), ...treeLawFaults(value)];
}

/** What a planner should know of a read answer beside its errors: faults outside of the tree, which keep nothing back. */
export function scenarioAnswerWarnings(value: unknown): FieldError[] {
  return roleLawFaults(value);
}

let lastSchema: { limits: AnswerLimits; schema: ReturnType<typeof scenarioAnswerSchema> } | undefined;

function schemaFor(limits: AnswerLimits) {
  if (lastSchema?.limits !== limits) lastSchema = { limits, schema: scenarioAnswerSchema(limits) };
  return lastSchema.schema;
}
