import { type Static, Type } from "typebox";
import { SCENARIO_TYPES } from "../scenario-answer.ts";
import { Id, Nullable, Page, PageQuery, Timestamp } from "../schema.ts";
import { ImportStateSchema } from "./generation-schemas.ts";

const closed = { additionalProperties: false } as const;

export const SCENARIO_STATUSES = ["draft", "incubating", "incubated", "active", "archived"] as const;
export const ScenarioStatusSchema = Type.Enum([...SCENARIO_STATUSES], {
  $id: "ScenarioStatus",
  description: "draft -> incubating -> incubated -> active -> archived",
});

export const ScenarioSchema = Type.Object(
  {
    id: Id,
    name: Type.String(),
    description: Nullable(Type.String()),
    status: ScenarioStatusSchema,
    scenarioType: Nullable(Type.Enum([...SCENARIO_TYPES])),
    horizonMonths: Nullable(Type.Integer()),
    sourceGenerationId: Nullable(Id),
    hasAcceptedPrompt: Type.Boolean(),
    import: ImportStateSchema,
    incubation: Type.Object(
      {
        remaining: Nullable(
          Type.Integer({ description: "How many entities are left to review; null before an import." }),
        ),
        incubatedAt: Nullable(Timestamp),
      },
      closed,
    ),
    createdBy: Nullable(Id),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { ...closed, $id: "Scenario", description: "An accepted scenario." },
);
export type Scenario = Static<typeof ScenarioSchema>;

export const ScenarioPageSchema = Page("ScenarioPage", ScenarioSchema);
export const ScenarioListQuerySchema = Type.Object(
  {
    ...PageQuery,
    status: Type.Optional(ScenarioStatusSchema),
    search: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: "In the name." })),
  },
  { ...closed, $id: "ScenarioListQuery", description: "Which scenarios, newest first." },
);

export const AcceptedPromptSchema = Type.Object(
  {
    scenarioId: Id,
    prompt: Nullable(Type.String()),
    redacted: Nullable(Type.Boolean({ description: "Whether anything was replaced in it." })),
    metadata: Type.Unknown({ description: "Model, time, findings." }),
    sourceGenerationId: Nullable(Id),
  },
  {
    ...closed,
    $id: "AcceptedPrompt",
    description: "The prompt that a scenario was accepted from. Each view is audited.",
  },
);

export const AcceptOutputSchema = Type.Object(
  {
    created: Type.Boolean({ description: "True the first time; false when it had been accepted before." }),
    scenario: ScenarioSchema,
    import: ImportStateSchema,
  },
  { ...closed, $id: "AcceptOutput", description: "The one scenario of the generation, and its import." },
);
export type AcceptOutput = Static<typeof AcceptOutputSchema>;

/** What the catalog tells of a scenario's incubation. `revision` grows with every decision; an older one is ignored. */
export const IncubationReportSchema = Type.Object(
  {
    scenarioId: Id,
    generationId: Id,
    revision: Type.Integer({ minimum: 1 }),
    remaining: Type.Integer({ minimum: 0 }),
  },
  { ...closed, $id: "IncubationReport", description: "How many of a scenario's entities still incubate." },
);
