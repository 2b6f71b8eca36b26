import { randomUUID } from "node:crypto";
import type { Database } from "@vivero/database";
import { decideNextStep, type NextStep, type Trouble } from "./attempt-budget.ts";
import type { AttemptResult } from "./attempt-result.ts";
import { type AttemptEnd, type AttemptKey, endAttempt, estimateUsage, sumRun } from "./attempt-store.ts";
import { completeUsage, UNSPENT } from "./attempt-usage.ts";
import type { Act } from "./audit-trail.ts";
import { ANSWER_CUT } from "./continue-answer.ts";
import { dayBudgetFailure } from "./day-budget.ts";
import { completeGeneration, endGeneration, usageOf } from "./end-generation.ts";
import type { BudgetSettings, DayBudgetSettings, PriceSettings } from "./env.ts";
import { faultExcerpts } from "./fault-excerpts.ts";
import { announceNews } from "./generation-news-store.ts";
import {
  changeGeneration,
  type GenerationChange,
  type GenerationRecord,
  lockGeneration,
} from "./generation-store.ts";
import { keepBetter } from "./kept-answer.ts";
import type { AttemptJob, Jobs } from "./queue/jobs.ts";

type Trx = Parameters<typeof lockGeneration>[0];

export type FinishDependencies = {
  database: Database;
  jobs: Jobs;
  budget: BudgetSettings;
  dayBudget: DayBudgetSettings;
  prices: PriceSettings;
  random: () => number;
};

/** What became of the generation; `lost` when the attempt was not this worker's to end any more. */
export type Finish = "complete" | "failed" | "again" | "lost";

/**
 * Ends an attempt and decides what comes of it, in one transaction: the generation is complete, or failed, or the job of
 * the next attempt is queued. The best readable answer with faults is kept while a better one is asked for; when the budget
 * ends without one, it is what the generation is completed with, its faults beside it.
 */
export async function finishAttempt(
  dependencies: FinishDependencies,
  key: AttemptKey,
  job: AttemptJob,
  result: AttemptResult,
  at: Date,
): Promise<Finish> {
  const { database, budget, dayBudget, prices, jobs, random } = dependencies;
  const { organizationId, generationId } = key;
  return database.tenant(organizationId, async (trx) => {
    const act: Act = { actor: job.actor, requestId: job.requestId, at };
    const generation = await lockGeneration(trx, organizationId, generationId);
    if (generation?.status !== "processing") return "lost";
    const trouble = troubleOf(result);
    const { change: kept, surpassed } = keepBetter(result, generation);
    if (trouble === null) {
      if (!(await endAttempt(trx, key, await endOf(trx, key, result, prices)))) return "lost";
      await completeGeneration(trx, act, generation, kept);
      return "complete";
    }
    const error = attemptError(trouble, result, surpassed);
    if (!(await endAttempt(trx, key, await endOf(trx, key, result, prices, error)))) return "lost";
    const spent = await sumRun(trx, key, generation.runFirstAttempt);
    let next = decideNextStep(trouble, spent, budget, random());
    const exhausted = next.again && (await dayBudgetFailure(trx, organizationId, dayBudget, at));
    if (exhausted) next = { again: false, failure: exhausted };
    return conclude(trx, act, generation, { next, kept, jobs, job });
  });
}

async function conclude(
  trx: Trx,
  act: Act,
  generation: GenerationRecord,
  { next, kept, jobs, job }: { next: NextStep; kept: GenerationChange; jobs: Jobs; job: AttemptJob },
): Promise<Finish> {
  const { organizationId, id } = generation;
  if (next.again) {
    const jobId = randomUUID();
    await jobs.attempt(trx, jobId, job, new Date(act.at.getTime() + next.afterMs));
    await changeGeneration(trx, organizationId, id, { ...kept, ...(await usageOf(trx, generation)), jobId });
    await announceNews(trx, organizationId, id);
    return "again";
  }
  return endGeneration(trx, act, generation, { kept, failure: next.failure });
}

function troubleOf(result: AttemptResult): Trouble | null {
  if (!result.answered) return { kind: "model", error: result.error };
  const { judgement } = result;
  if (!judgement.readable) return { kind: result.cut ? "cut" : "unreadable", message: judgement.message };
  return judgement.errors.length === 0 ? null : { kind: "invalid", faults: judgement.errors.length };
}

/** How an attempt ends: failed with an error, or else succeeded; what nobody counted of its tokens is estimated. */
async function endOf(
  trx: Trx,
  key: AttemptKey,
  result: AttemptResult,
  prices: PriceSettings,
  error: AttemptEnd["error"] = null,
): Promise<AttemptEnd> {
  const status = error === null ? "succeeded" : "failed";
  if (!result.answered && result.error.unspent) return { status, error, prices, usage: UNSPENT };
  const counted = result.answered ? result.ending.usage : result.error.usage;
  const usage = completeUsage(counted ?? UNSPENT, await estimateUsage(trx, key));
  if (!result.answered) return { status, error, prices, usage };
  const { modelVersion, finishReason } = result.ending;
  return { status, error, prices, usage, modelVersion, finishReason };
}

function attemptError(trouble: Trouble, result: AttemptResult, surpassed: boolean): AttemptEnd["error"] {
  if (trouble.kind === "model") return { code: trouble.error.code, message: trouble.error.message };
  if (trouble.kind === "cut") return { code: ANSWER_CUT, message: trouble.message };
  const excerpts = result.answered ? faultExcerpts(result.text, result.judgement) : [];
  if (trouble.kind === "unreadable") return { code: "ANSWER_UNREADABLE", message: trouble.message, excerpts };
  const errors = result.answered && result.judgement.readable ? result.judgement.errors : [];
  const message = surpassed
    ? "The answer breaks the contract and is no better than an earlier one, which is kept."
    : "The answer breaks the contract.";
  return { code: "ANSWER_INVALID", message, errors, excerpts };
}
