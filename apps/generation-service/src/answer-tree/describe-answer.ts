import { SCENARIO_TYPES, type TreeCounts } from "@vivero/contracts";

/** What lists and scenarios take from a read answer; null where the answer does not say it in a usable form. */
export type AnswerDescription = {
  name: string | null;
  description: string | null;
  scenarioType: (typeof SCENARIO_TYPES)[number] | null;
  horizonMonths: number | null;
  /** The model's own, from 0 to 1. */
  confidenceScore: number | null;
  found: TreeCounts;
};

/** Looks at a read answer, valid or not. Pure. */
export function describeAnswer(answer: unknown): AnswerDescription {
  const fields = fieldsOf(answer);
  const metadata = fieldsOf(fields.scenario_metadata);
  const months = metadata.horizon_months;
  return {
    name: textOf(metadata.name),
    description: textOf(metadata.description),
    scenarioType: SCENARIO_TYPES.find((type) => type === metadata.scenario_type) ?? null,
    horizonMonths:
      Number.isInteger(months) && (months as number) > 0 && (months as number) <= 1_200
        ? (months as number)
        : null,
    confidenceScore: shareOf(fields.confidence_score) ?? shareOf(metadata.confidence_score),
    found: countTree(answer),
  };
}

/** How many capabilities, competencies and skills stand in an answer, usable or not. */
export function countTree(answer: unknown): TreeCounts {
  const capabilities = listOf(fieldsOf(answer).capabilities);
  const competencies = capabilities.flatMap((part) => listOf(fieldsOf(part).competencies));
  const skills = competencies.flatMap((part) => listOf(fieldsOf(part).skills));
  return { capabilities: capabilities.length, competencies: competencies.length, skills: skills.length };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && /\S/u.test(value) ? value : null;
}

function shareOf(value: unknown): number | null {
  return typeof value === "number" && value >= 0 && value <= 1 ? value : null;
}
