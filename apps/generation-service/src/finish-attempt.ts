import { randomUUID } from "node:crypto";
import type { Database } from "@vivero/database";
import { describeAnswer } from "./answer-tree/describe-answer.ts";
import { decideNextStep, type NextStep, type Trouble } from "./attempt-budget.ts";
import { costOf } from "./attempt-cost.ts";
import { type AttemptEnd, type AttemptKey, endAttempt, sumRun, sumUsage } from "./attempt-store.ts";
import { type Act, generationEvent, writeAudit } from "./audit-trail.ts";
import { ANSWER_CUT } from "./continue-answer.ts";
import { dayBudgetFailure } from "./day-budget.ts";
import type { BudgetSettings, DayBudgetSettings, PriceSettings } from "./env.ts";
import { failGeneration } from "./fail-generation.ts";
import { faultExcerpts } from "./fault-excerpts.ts";
import { announceNews } from "./generation-news-store.ts";
import {
  changeGeneration,
  type GenerationChange,
  type GenerationRecord,
  lockGeneration,
} from "./generation-store.ts";
import type { Judgement } from "./judge-answer.ts";
import type { ModelEvent } from "./model/language-model.ts";
import type { ModelError } from "./model/model-error.ts";
import type { AttemptJob, Jobs } from "./queue/jobs.ts";

type Trx = Parameters<typeof lockGeneration>[0];
type Ending = Extract<ModelEvent, { type: "end" }>;

/** How an attempt went: the model answered and the answer was judged, or it did not answer. */
export type AttemptResult =
  | {
      answered: true;
      ending: Ending;
      /** Of the whole answer, the parts included that earlier attempts brought. */
      text: string;
      judgement: Judgement;
      /** Whether it was cut where the model may be asked to go on. */
      cut: boolean;
    }
  | { answered: false; error: ModelError };

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
 * the next attempt is queued. A readable answer with faults is kept while a better one is asked for; when the budget ends
 * without one, it is what the generation is completed with, its faults beside it.
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
    const kept = keptAnswer(result);
    if (trouble === null) {
      if (!(await endAttempt(trx, key, endOf(result, prices, "succeeded")))) return "lost";
      await complete(trx, act, generation, kept);
      return "complete";
    }
    if (!(await endAttempt(trx, key, endOf(result, prices, "failed", trouble)))) return "lost";
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
    await changeGeneration(trx, organizationId, id, { ...kept, ...(await usage(trx, generation)), jobId });
    await announceNews(trx, organizationId, id);
    return "again";
  }
  const readable = "answer" in kept || generation.validationErrors !== null;
  if (readable) {
    await complete(trx, act, generation, kept);
    return "complete";
  }
  await changeGeneration(trx, organizationId, id, await usage(trx, generation));
  await failGeneration(trx, act, generation, next.failure);
  return "failed";
}

async function complete(
  trx: Trx,
  act: Act,
  generation: GenerationRecord,
  kept: GenerationChange,
): Promise<void> {
  const { organizationId, id } = generation;
  await changeGeneration(trx, organizationId, id, {
    ...kept,
    ...(await usage(trx, generation)),
    status: "complete",
    lastError: null,
    finishedAt: act.at,
  });
  await announceNews(trx, organizationId, id);
  const faults = kept.validationErrors ?? generation.validationErrors ?? [];
  await writeAudit(trx, act, [
    generationEvent("completed", id, {
      before: { status: "processing" },
      after: { status: "complete", attempts: generation.attempts, faults: faults.length },
    }),
  ]);
}

async function usage(trx: Trx, { organizationId, id }: GenerationRecord): Promise<GenerationChange> {
  const { inputTokens, outputTokens } = await sumUsage(trx, { organizationId, generationId: id });
  const known = inputTokens !== null || outputTokens !== null;
  return { inputTokens, outputTokens, totalTokens: known ? (inputTokens ?? 0) + (outputTokens ?? 0) : null };
}

function troubleOf(result: AttemptResult): Trouble | null {
  if (!result.answered) return { kind: "model", error: result.error };
  const { judgement } = result;
  if (!judgement.readable) return { kind: result.cut ? "cut" : "unreadable", message: judgement.message };
  return judgement.errors.length === 0 ? null : { kind: "invalid", faults: judgement.errors.length };
}

/** What of a readable answer goes into the generation's row. */
function keptAnswer(result: AttemptResult): GenerationChange {
  if (!result.answered || !result.judgement.readable) return {};
  const { value, journal, errors } = result.judgement;
  const { name, confidenceScore, found } = describeAnswer(value);
  return {
    answerText: result.text,
    answer: value,
    answerJournal: journal,
    validationErrors: errors,
    modelVersion: result.ending.modelVersion,
    scenarioName: name,
    confidenceScore,
    found,
  };
}

function endOf(
  result: AttemptResult,
  prices: PriceSettings,
  status: "succeeded" | "failed",
  trouble?: Trouble,
): AttemptEnd {
  const error = trouble && attemptError(trouble, result);
  if (!result.answered) return { status, error: error ?? null };
  const { modelVersion, finishReason, usage: tokens } = result.ending;
  const cost = costOf(tokens, prices);
  return { status, modelVersion, finishReason, ...tokens, cost, error: error ?? null };
}

function attemptError(trouble: Trouble, result: AttemptResult): AttemptEnd["error"] {
  if (trouble.kind === "model") return { code: trouble.error.code, message: trouble.error.message };
  if (trouble.kind === "cut") return { code: ANSWER_CUT, message: trouble.message };
  const excerpts = result.answered ? faultExcerpts(result.text, result.judgement) : [];
  if (trouble.kind === "unreadable") return { code: "ANSWER_UNREADABLE", message: trouble.message, excerpts };
  const errors = result.answered && result.judgement.readable ? result.judgement.errors : [];
  return { code: "ANSWER_INVALID", message: "The answer breaks the contract.", errors, excerpts };
}
