import { randomUUID } from "node:crypto";
import { type GenerationApi, notFound, ViveroError } from "@vivero/contracts";
import type { Database } from "@vivero/database";
import { generationEvent, writeAudit } from "./audit-trail.ts";
import { requireDayBudget } from "./day-budget.ts";
import type { DayBudgetSettings } from "./env.ts";
import { announceNews } from "./generation-news-store.ts";
import { findGenerationSummary } from "./generation-read-model.ts";
import { changeGeneration, type GenerationRecord, lockGeneration } from "./generation-store.ts";
import type { Jobs } from "./queue/jobs.ts";

/**
 * Queues a generation again, with a budget of its own, the same prompt and attempts that count on: after it failed or was
 * cancelled, or when its answer breaks the contract and nobody has accepted it.
 * @throws ViveroError NOT_FOUND; GENERATION_NOT_RETRYABLE; BUDGET_EXHAUSTED
 */
export function retryGeneration({
  database,
  jobs,
  now,
  dayBudget,
}: {
  database: Database;
  jobs: Jobs;
  now: () => Date;
  dayBudget: DayBudgetSettings;
}): GenerationApi["retry"] {
  return async ({ id }, { actor, requestId }) => {
    const { organizationId } = actor;
    return database.tenant(organizationId, async (trx) => {
      const generation = await lockGeneration(trx, organizationId, id);
      if (!generation) throw notFound("generation", id);
      requireRetryable(generation);
      const at = now();
      const jobId = randomUUID();
      await changeGeneration(trx, organizationId, id, {
        status: "queued",
        jobId,
        runFirstAttempt: generation.attempts + 1,
        lastError: null,
        cancelRequestedAt: null,
        queuedAt: at,
        finishedAt: null,
        answerText: null,
        answer: null,
        answerJournal: null,
        validationErrors: null,
        scenarioName: null,
        found: null,
        confidenceScore: null,
      });
      await jobs.attempt(trx, jobId, { organizationId, generationId: id, actor, requestId });
      await announceNews(trx, organizationId, id);
      await writeAudit(trx, { actor, requestId, at }, [
        generationEvent("retried", id, {
          before: { status: generation.status },
          after: { status: "queued" },
        }),
      ]);
      await requireDayBudget(trx, organizationId, dayBudget, at);
      const summary = await findGenerationSummary(trx, organizationId, id);
      if (!summary) throw notFound("generation", id);
      return summary;
    });
  };
}

function requireRetryable({ status, acceptedAt, validationErrors }: GenerationRecord): void {
  if (status === "failed" || status === "cancelled") return;
  const faulty = status === "complete" && acceptedAt === null && (validationErrors?.length ?? 0) > 0;
  if (faulty) return;
  throw new ViveroError(
    "GENERATION_NOT_RETRYABLE",
    status === "complete"
      ? "The generation is complete: start a new one for another answer."
      : `The generation is ${status}: wait for its end, or cancel it first.`,
  );
}
