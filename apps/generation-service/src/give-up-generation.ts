import type { Database } from "@vivero/database";
import { endRunningAttempt } from "./attempt-store.ts";
import { failGeneration } from "./fail-generation.ts";
import { lockGeneration } from "./generation-store.ts";
import type { AttemptJob } from "./queue/jobs.ts";

/** Fails a generation whose job the queue has given up, so that it does not stay in process for ever; a planner may retry it. */
export async function giveUpGeneration(
  { database, now }: { database: Database; now: () => Date },
  { organizationId, generationId, actor, requestId }: AttemptJob,
): Promise<void> {
  await database.tenant(organizationId, async (trx) => {
    const generation = await lockGeneration(trx, organizationId, generationId);
    if (!generation || !["queued", "processing"].includes(generation.status)) return;
    const failure = {
      code: "WORKER_LOST",
      message: "The generation was interrupted again and again. Try it again later.",
    };
    await endRunningAttempt(trx, { organizationId, generationId }, { status: "abandoned", error: failure });
    await failGeneration(trx, { actor, requestId, at: now() }, generation, failure);
  });
}
