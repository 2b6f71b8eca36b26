import type { Database } from "@vivero/database";
import { endRunningAttempt } from "./attempt-store.ts";
import { endGeneration } from "./end-generation.ts";
import { lockGeneration } from "./generation-store.ts";
import type { AttemptJob } from "./queue/jobs.ts";
import { INTERRUPTED } from "./start-attempt.ts";

/**
 * Ends a generation whose job the queue has given up, so that it does not stay in process for ever: with the readable
 * answer that it has, or failed; a planner may retry it.
 */
export async function giveUpGeneration(
  { database, now }: { database: Database; now: () => Date },
  { organizationId, generationId, actor, requestId }: AttemptJob,
): Promise<void> {
  await database.tenant(organizationId, async (trx) => {
    const generation = await lockGeneration(trx, organizationId, generationId);
    if (!generation || !["queued", "processing"].includes(generation.status)) return;
    await endRunningAttempt(
      trx,
      { organizationId, generationId },
      { status: "abandoned", error: INTERRUPTED },
    );
    await endGeneration(trx, { actor, requestId, at: now() }, generation, { failure: INTERRUPTED });
  });
}
