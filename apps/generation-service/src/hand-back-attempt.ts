import { randomUUID } from "node:crypto";
import type { Database } from "@vivero/database";
import { type AttemptKey, endRunningAttempt } from "./attempt-store.ts";
import type { PriceSettings } from "./env.ts";
import { announceNews } from "./generation-news-store.ts";
import { changeGeneration, lockGeneration } from "./generation-store.ts";
import type { AttemptJob, Jobs } from "./queue/jobs.ts";

/**
 * Gives an unfinished attempt up for another worker, since this one is told to stop: the attempt ends as `abandoned`, and
 * the job of the next is there at once. False when the attempt was not this worker's any more.
 */
export async function handBackAttempt(
  { database, jobs, prices }: { database: Database; jobs: Jobs; prices: PriceSettings },
  key: AttemptKey,
  job: AttemptJob,
): Promise<boolean> {
  const { organizationId, generationId } = key;
  return database.tenant(organizationId, async (trx) => {
    const generation = await lockGeneration(trx, organizationId, generationId);
    // A generation's attempt is the one with the latest number, unless another worker took over.
    if (generation?.status !== "processing" || generation.attempts !== key.attempt) return false;
    const ended = await endRunningAttempt(trx, key, {
      status: "abandoned",
      error: { code: "WORKER_STOPPED", message: "The worker was told to stop; another takes over." },
      prices,
    });
    if (ended === null) return false;
    const jobId = randomUUID();
    await jobs.attempt(trx, jobId, job);
    await changeGeneration(trx, organizationId, generationId, { jobId });
    await announceNews(trx, organizationId, generationId);
    return true;
  });
}
