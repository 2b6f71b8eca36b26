import { ViveroError } from "@vivero/contracts";
import { type DaySpent, sumDay } from "./day-budget-store.ts";
import type { DayBudgetSettings } from "./env.ts";
import type { Failure } from "./generation-store.ts";

type Trx = Parameters<typeof sumDay>[0];

const DAY_MS = 86_400_000;

/** Which budget of an organization's day is used up; null when none is. A generation that is counted already may be the last. */
export function usedUp(spent: DaySpent, budget: DayBudgetSettings): "tokens" | "generations" | null {
  if (spent.tokens >= budget.tokens) return "tokens";
  return spent.generations > budget.generations ? "generations" : null;
}

/** When the UTC day of a moment began. */
export function dayOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / DAY_MS) * DAY_MS);
}

/** Whole seconds from a moment to the next UTC midnight, 1 at least. */
export function secondsToMidnight(at: Date): number {
  return Math.max(1, Math.ceil((dayOf(at).getTime() + DAY_MS - at.getTime()) / 1000));
}

/**
 * Refuses a generation that goes beyond the organization's day, itself counted. Call it behind the audit event: the chain's
 * lock then has everyone who queued before in sight, so that no two slip in at once. One statement.
 * @throws ViveroError BUDGET_EXHAUSTED with the seconds until the next day
 */
export async function requireDayBudget(
  trx: Trx,
  organizationId: number,
  budget: DayBudgetSettings,
  at: Date,
): Promise<void> {
  const what = usedUp(await sumDay(trx, organizationId, dayOf(at)), budget);
  if (what === null) return;
  throw new ViveroError(
    "BUDGET_EXHAUSTED",
    `Your organization has used up its ${budget[what]} ${what} of today. The next day begins at midnight UTC.`,
    { details: { retryAfterSeconds: secondsToMidnight(at) } },
  );
}

/** Why a generation that is under way asks no more; null when its organization's tokens of the day last. One statement. */
export async function dayBudgetFailure(
  trx: Trx,
  organizationId: number,
  budget: DayBudgetSettings,
  at: Date,
): Promise<Failure | null> {
  const { tokens } = await sumDay(trx, organizationId, dayOf(at));
  if (tokens < budget.tokens) return null;
  return {
    code: "BUDGET_EXHAUSTED",
    message: `Your organization has used up its ${budget.tokens} tokens of today. Try it again after midnight UTC.`,
  };
}
