import type { Database } from "@vivero/database";
import { INTERRUPTED } from "./attempt-budget.ts";
import { endRunningAttempt } from "./attempt-store.ts";
import { endGeneration } from "./end-generation.ts";
import type { PriceSettings } from "./env.ts";
import { lockGeneration } from "./generation-store.ts";
import type { AttemptJob } from "./queue/jobs.ts";

/**
 * Ends a generation whose job the queue has given up, so that it does not stay in process for ever: with the readable
 * answer that it has, or failed; a planner may retry it.
 */
export async function giveUpGeneration(
  { database, now, prices }: { database: Database; now: () => Date; prices: PriceSettings },
  { organizationId, generationId, actor, requestId }: AttemptJob,
): Promise<void> {
  await database.tenant(organizationId, async (trx) => {
    const generation = await lockGeneration(trx, organizationId, generationId);
    if (!generation || !["queued", "processing"].includes(generation.status)) return;
    await endRunningAttempt(
      trx,
      { organizationId, generationId },
      { status: "abandoned", error: INTERRUPTED, prices },
    );
    await endGeneration(trx, { actor, requestId, at: now() }, generation, { failure: INTERRUPTED });
  });
}
