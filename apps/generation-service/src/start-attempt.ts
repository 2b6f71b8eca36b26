import type { Database } from "@vivero/database";
import { interruptedForGood } from "./attempt-budget.ts";
import { type AttemptKey, beginAttempt, endRunningAttempt, listRun, sumRun } from "./attempt-store.ts";
import { estimateInput } from "./attempt-usage.ts";
import { type Act, generationEvent, writeAudit } from "./audit-trail.ts";
import { readAttemptTexts } from "./chunk-store.ts";
import { planAsk } from "./continue-answer.ts";
import { dayBudgetFailure } from "./day-budget.ts";
import { endGeneration } from "./end-generation.ts";
import type { BudgetSettings, DayBudgetSettings, PriceSettings } from "./env.ts";
import { announceNews } from "./generation-news-store.ts";
import { changeGeneration, type GenerationRecord, lockGeneration, readPrompt } from "./generation-store.ts";
import type { ModelMessage } from "./model/language-model.ts";
import { continuation, conversation } from "./prompt/ask-again.ts";
import type { AttemptJob } from "./queue/jobs.ts";
import { resumableParts } from "./resume-point.ts";

type Trx = Parameters<typeof lockGeneration>[0];

/** An attempt that this worker makes, and what it asks the model. */
export type StartedAttempt = { key: AttemptKey } & Asked;

type Asked = {
  messages: ModelMessage[];
  /** The texts of earlier attempts, as far as this one goes on from them, in order; none when it asks for a whole answer. */
  before: readonly string[];
  /** Whether the model may be asked for the rest of the answer, should it be cut. */
  mayContinue: boolean;
};

export type StartDependencies = {
  database: Database;
  /** Names the process in `generation_attempts.worker`. */
  worker: string;
  budget: BudgetSettings;
  dayBudget: DayBudgetSettings;
  prices: PriceSettings;
};

/**
 * Claims a generation for an attempt with the next number. An attempt that still runs belongs to a worker that the queue has
 * given up: it is marked `abandoned`, after which nothing that this worker still writes is taken.
 *
 * @returns null when there is nothing to do: the generation was cancelled or ended, another job runs it, or its budget was
 *   used up meanwhile, which ends it
 */
export async function startAttempt(
  { database, worker, budget, dayBudget, prices }: StartDependencies,
  job: { id: string; data: AttemptJob },
  at: Date,
): Promise<StartedAttempt | null> {
  const { organizationId, generationId, actor, requestId } = job.data;
  const act: Act = { actor, requestId, at };
  return database.tenant(organizationId, async (trx) => {
    const generation = await lockGeneration(trx, organizationId, generationId);
    if (!generation || generation.jobId !== job.id || !isOpen(generation)) return null;
    await endRunningAttempt(trx, job.data, {
      status: "abandoned",
      error: { code: "WORKER_LOST", message: "The worker stopped in the middle of this attempt." },
      prices,
    });
    const spent = await sumRun(trx, job.data, generation.runFirstAttempt);
    const failure =
      interruptedForGood(spent, budget) ?? (await dayBudgetFailure(trx, organizationId, dayBudget, at));
    if (failure) {
      await endGeneration(trx, act, generation, { failure });
      return null;
    }
    const key = { organizationId, generationId, attempt: generation.attempts + 1 };
    const asked = await composeMessages(trx, generation);
    await beginAttempt(trx, key, { worker, inputTokens: estimateInput(asked.messages) });
    await changeGeneration(trx, organizationId, generationId, {
      status: "processing",
      attempts: key.attempt,
      startedAt: generation.startedAt ?? at,
    });
    await announceNews(trx, organizationId, generationId);
    if (generation.status === "queued") {
      await writeAudit(trx, act, [
        generationEvent("started", generationId, {
          before: { status: "queued" },
          after: { status: "processing", attempt: key.attempt },
        }),
      ]);
    }
    return { key, ...asked };
  });
}

function isOpen({ status }: GenerationRecord): boolean {
  return status === "queued" || status === "processing";
}

async function composeMessages(trx: Trx, generation: GenerationRecord): Promise<Asked> {
  const { organizationId, id, runFirstAttempt } = generation;
  const key = { organizationId, generationId: id };
  const stored = await readPrompt(trx, organizationId, id);
  if (!stored) throw new Error(`generation ${id} vanished within its own transaction`);
  const { language, prompt } = stored;
  const { ask, mayContinue } = planAsk(await listRun(trx, key, runFirstAttempt));
  if (ask.kind === "rest") {
    const before = resumableParts(await readAttemptTexts(trx, key, ask.parts));
    return { messages: continuation(language, prompt, before.join("")), before, mayContinue };
  }
  const faulty = ask.kind === "again" ? ask.faulty : null;
  return { messages: conversation(language, prompt, faulty), before: [], mayContinue };
}
