import type { Spent } from "./attempt-store.ts";
import type { BudgetSettings } from "./env.ts";
import type { Failure } from "./generation-store.ts";
import type { ModelError } from "./model/model-error.ts";

/** Why an attempt brought no valid answer: the provider's trouble, or an answer that cannot be read, or one that was cut and can be
 * continued, or one with faults. */
export type Trouble =
  | { kind: "model"; error: ModelError }
  | { kind: "unreadable"; message: string }
  | { kind: "cut"; message: string }
  | { kind: "invalid"; faults: number };

/** What comes next: another attempt after a pause, or the end. */
export type NextStep = { again: true; afterMs: number } | { again: false; failure: Failure };

/**
 * Decides, after an attempt without a valid answer, whether the budget of the run allows another. Pure.
 *
 * @param spent what the run has used, the attempt that just ended included
 * @param random from 0 to 1, spreads the pauses so that many generations do not come back at once
 */
export function decideNextStep(
  trouble: Trouble,
  spent: Spent,
  budget: BudgetSettings,
  random: number,
): NextStep {
  const failure = describeTrouble(trouble, spent);
  if (trouble.kind === "model" && !trouble.error.retryable) return { again: false, failure };
  if (spent.attempts >= budget.attempts || spent.tokens >= budget.tokens) return { again: false, failure };
  // A part of an answer is none yet: how many parts it may have is limited by attempts and tokens.
  const answered = failure.code.startsWith("ANSWER") && trouble.kind !== "cut";
  if (answered && spent.asks >= budget.asks) return { again: false, failure };
  const afterMs = trouble.kind === "model" ? pause(trouble.error, spent.attempts, budget, random) : 0;
  if (spent.elapsedMs + afterMs >= budget.seconds * 1000) {
    return {
      again: false,
      failure: { ...failure, message: `${failure.message} There was no time left to try again.` },
    };
  }
  return { again: true, afterMs };
}

/** Lost workers that a run survives at most: with more, the generation itself is what kills them. */
const MOST_LOST_WORKERS = 3;

/** Why a generation ends over which one worker after another was lost. */
export const INTERRUPTED: Failure = {
  code: "WORKER_LOST",
  message: "The generation was interrupted again and again. Try it again later.",
};

/**
 * Why a run does not go on although its next attempt is due; null when it may. Its budget allowed one when the attempt before
 * ended in order; a worker may have been lost since, or time have passed. Pure.
 */
export function interruptedForGood(spent: Spent, budget: BudgetSettings): Failure | null {
  if (spent.lost > MOST_LOST_WORKERS || spent.attempts >= budget.attempts) return INTERRUPTED;
  const usedUp =
    spent.tokens >= budget.tokens
      ? `${budget.tokens} tokens`
      : spent.elapsedMs >= budget.seconds * 1000
        ? `${budget.seconds} seconds`
        : null;
  if (usedUp === null) return null;
  return {
    code: "BUDGET_EXHAUSTED",
    message: `The generation was interrupted or had to wait, and has used up its ${usedUp}. Try it again later.`,
  };
}

/** The longer of what the provider asks for and a pause that doubles with each attempt, give or take a quarter. */
function pause(error: ModelError, attempts: number, budget: BudgetSettings, random: number): number {
  const doubled = Math.min(budget.retryMs * 2 ** Math.min(attempts - 1, 30), budget.retryMaxMs);
  return Math.round(Math.max(error.retryAfterMs ?? 0, doubled * (0.75 + random / 2)));
}

/** The trouble in words for a planner, who learns how often it was tried. */
function describeTrouble(trouble: Trouble, spent: Spent): Failure {
  const tries = spent.attempts === 1 ? "" : ` This was the ${ordinal(spent.attempts)} attempt.`;
  if (trouble.kind === "model") {
    return { code: trouble.error.code, message: `${trouble.error.message}${tries}` };
  }
  if (trouble.kind === "unreadable" || trouble.kind === "cut") {
    return { code: "ANSWER_UNREADABLE", message: `${trouble.message}${tries}` };
  }
  const faults = trouble.faults === 1 ? "one place" : `${trouble.faults} places`;
  return { code: "ANSWER_INVALID", message: `The answer breaks the contract in ${faults}.${tries}` };
}

function ordinal(count: number): string {
  const suffix =
    count % 100 >= 11 && count % 100 <= 13 ? "th" : (["th", "st", "nd", "rd"][count % 10] ?? "th");
  return `${count}${suffix}`;
}
