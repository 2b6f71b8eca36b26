import { type Static, Type } from "typebox";
import { SCENARIO_TYPES } from "../scenario-answer.ts";

const closed = { additionalProperties: false } as const;
const line = (description: string) =>
  Type.String({ minLength: 1, maxLength: 200, pattern: "\\S", description });
const prose = (description: string) =>
  Type.String({ minLength: 1, maxLength: 5_000, pattern: "\\S", description });
const list = (description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 1_000, pattern: "\\S" }), { maxItems: 50, description });

/**
 * What the planner tells the wizard, in its five steps; the prompt is composed from it. Only what a scenario cannot do
 * without is required.
 */
export const GenerationRequestSchema = Type.Object(
  {
    language: Type.Enum(["es", "en"], { description: "The language of the prompt and of the answer." }),
    identity: Type.Object(
      {
        companyName: line("The organization's name."),
        industry: line("Its industry."),
        subIndustry: Type.Optional(line("Its part of the industry.")),
        companySize: Type.Optional(line("Its size, for example `1200 employees`.")),
        geographicScope: Type.Optional(line("Where it works.")),
      },
      { ...closed, description: "Who the organization is." },
    ),
    situation: Type.Object(
      {
        currentChallenges: Type.Optional(list("What it struggles with.")),
        currentCapabilities: Type.Optional(list("What it can do today.")),
        currentGaps: Type.Optional(list("What it lacks.")),
        culture: Type.Optional(prose("How it works and decides.")),
      },
      { ...closed, description: "Where it stands." },
    ),
    intent: Type.Object(
      {
        strategicGoal: prose("What it wants to reach."),
        scenarioType: Type.Optional(Type.Enum([...SCENARIO_TYPES], { description: "What kind of change." })),
        keyInitiatives: Type.Optional(list("What it has planned.")),
        targetMarkets: Type.Optional(list("Where it wants to go.")),
        successMeasures: Type.Optional(list("How it will know.")),
      },
      { ...closed, description: "What it wants." },
    ),
    resources: Type.Object(
      {
        budget: Type.Optional(line("What it can spend.")),
        talentAvailability: Type.Optional(prose("Whom it can find or free.")),
        trainingCapacity: Type.Optional(prose("How much it can teach.")),
        technology: Type.Optional(prose("How mature its technology is.")),
        constraints: Type.Optional(list("What must be respected.")),
      },
      { ...closed, description: "What it has." },
    ),
    horizon: Type.Object(
      {
        months: Type.Integer({ minimum: 1, maximum: 240, description: "How far to look ahead, in months." }),
        milestones: Type.Optional(list("What has to be there on the way.")),
      },
      { ...closed, description: "By when." },
    ),
    instructions: Type.Optional(prose("Anything else for the model.")),
  },
  { ...closed, $id: "GenerationRequest", description: "The planner's answers to the wizard." },
);
export type GenerationRequest = Static<typeof GenerationRequestSchema>;
