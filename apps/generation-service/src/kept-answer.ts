import type { TreeCounts } from "@vivero/contracts";
import { describeAnswer } from "./answer-tree/describe-answer.ts";
import type { AttemptResult } from "./attempt-result.ts";
import type { GenerationChange, GenerationRecord } from "./generation-store.ts";

/** What is kept of an attempt's answer. */
export type Kept = {
  /** For the generation's row; empty when there is nothing to keep. */
  change: GenerationChange;
  /** Whether a readable answer was given up for a better one of an earlier attempt. */
  surpassed: boolean;
};

/**
 * Of the readable answers of a run the one with the fewest faults is kept, and of those the one that holds the most; where
 * both are equal, the later, which followers have just seen. Pure.
 */
export function keepBetter(
  result: AttemptResult,
  { validationErrors, found: foundBefore }: Pick<GenerationRecord, "validationErrors" | "found">,
): Kept {
  if (!result.answered || !result.judgement.readable) return { change: {}, surpassed: false };
  const { value, journal, errors } = result.judgement;
  const { name, confidenceScore, found } = describeAnswer(value);
  if (validationErrors !== null) {
    const more = errors.length - validationErrors.length || sizeOf(foundBefore) - sizeOf(found);
    if (more > 0) return { change: {}, surpassed: true };
  }
  return {
    surpassed: false,
    change: {
      answerText: result.text,
      answer: value,
      answerJournal: journal,
      validationErrors: errors,
      modelVersion: result.ending.modelVersion,
      scenarioName: name,
      confidenceScore,
      found,
    },
  };
}

function sizeOf(found: TreeCounts | null): number {
  return found === null ? 0 : found.capabilities + found.competencies + found.skills;
}
