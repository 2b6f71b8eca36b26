import type { Step } from "../steps.ts";

/** How a field is filled in: a line, several lines, a list of lines, one of a few words, a number. */
export type FieldKind = "line" | "prose" | "list" | "choice" | "months";

/** One field of the generation contract. */
export interface Field {
  readonly step: Step;
  readonly name: string;
  /** Where it stands in a request, for example `identity.companyName`. */
  readonly path: string;
  readonly kind: FieldKind;
  readonly required: boolean;
}

/** The contract's bounds; a test holds them against it. */
export const BOUNDS = {
  line: 200,
  prose: 5_000,
  listItem: 1_000,
  listItems: 50,
  leastMonths: 1,
  mostMonths: 240,
} as const;

const field = (step: Step, name: string, kind: FieldKind, required = false): Field => ({
  step,
  name,
  path: name === "instructions" ? name : `${step}.${name}`,
  kind,
  required,
});

/** Every field, step by step, in the order in which it is asked. */
export const FIELDS: readonly Field[] = [
  field("identity", "companyName", "line", true),
  field("identity", "industry", "line", true),
  field("identity", "subIndustry", "line"),
  field("identity", "companySize", "line"),
  field("identity", "geographicScope", "line"),
  field("situation", "currentChallenges", "list"),
  field("situation", "currentCapabilities", "list"),
  field("situation", "currentGaps", "list"),
  field("situation", "culture", "prose"),
  field("intent", "strategicGoal", "prose", true),
  field("intent", "scenarioType", "choice"),
  field("intent", "keyInitiatives", "list"),
  field("intent", "targetMarkets", "list"),
  field("intent", "successMeasures", "list"),
  field("resources", "budget", "line"),
  field("resources", "talentAvailability", "prose"),
  field("resources", "trainingCapacity", "prose"),
  field("resources", "technology", "prose"),
  field("resources", "constraints", "list"),
  field("horizon", "months", "months", true),
  field("horizon", "milestones", "list"),
  field("horizon", "instructions", "prose"),
];

/** The kinds of change that the contract knows. */
export const SCENARIO_TYPES = ["transformation", "growth", "efficiency", "restructuring"] as const;

/** The fields of one step. */
export const fieldsOf = (step: Step): readonly Field[] =>
  FIELDS.filter((candidate) => candidate.step === step);
