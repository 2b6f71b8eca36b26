import { type GenerationApi, notFound, ViveroError } from "@vivero/contracts";
import type { Database } from "@vivero/database";
import { endRunningAttempt } from "./attempt-store.ts";
import { generationEvent, writeAudit } from "./audit-trail.ts";
import { usageOf } from "./end-generation.ts";
import type { PriceSettings } from "./env.ts";
import { announceNews } from "./generation-news-store.ts";
import { findGenerationSummary } from "./generation-read-model.ts";
import { changeGeneration, lockGeneration } from "./generation-store.ts";

/**
 * Ends a generation that is queued or in process, at once and for good: its attempt no longer runs, so nothing that its
 * worker still writes is taken, and the worker notices within a heartbeat. Cancelling again changes nothing.
 * @throws ViveroError NOT_FOUND; GENERATION_NOT_CANCELLABLE when it is complete or failed
 */
export function cancelGeneration({
  database,
  now,
  prices,
}: {
  database: Database;
  now: () => Date;
  prices: PriceSettings;
}): GenerationApi["cancel"] {
  return async ({ id }, { actor, requestId }) => {
    const { organizationId } = actor;
    return database.tenant(organizationId, async (trx) => {
      const generation = await lockGeneration(trx, organizationId, id);
      if (!generation) throw notFound("generation", id);
      const { status } = generation;
      if (status === "complete" || status === "failed") {
        throw new ViveroError(
          "GENERATION_NOT_CANCELLABLE",
          `The generation is ${status}: there is nothing to cancel.`,
        );
      }
      if (status !== "cancelled") {
        const at = now();
        await endRunningAttempt(
          trx,
          { organizationId, generationId: id },
          { status: "cancelled", error: null, prices },
        );
        await changeGeneration(trx, organizationId, id, {
          ...(await usageOf(trx, generation)),
          status: "cancelled",
          cancelRequestedAt: at,
          finishedAt: at,
        });
        await announceNews(trx, organizationId, id);
        await writeAudit(trx, { actor, requestId, at }, [
          generationEvent("cancelled", id, { before: { status }, after: { status: "cancelled" } }),
        ]);
      }
      const summary = await findGenerationSummary(trx, organizationId, id);
      if (!summary) throw notFound("generation", id);
      return summary;
    });
  };
}
