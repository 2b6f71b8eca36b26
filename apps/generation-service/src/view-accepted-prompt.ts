import { type GenerationApi, notFound } from "@vivero/contracts";
import type { Database } from "@vivero/database";
import { writeAudit } from "./audit-trail.ts";
import { findAcceptedPrompt } from "./scenario-read-model.ts";

/**
 * The prompt that a scenario was accepted from. Who looked at it is in the audit trail, or nobody did: both are one
 * transaction.
 * @throws ViveroError NOT_FOUND
 */
export function viewAcceptedPrompt({
  database,
  now,
}: {
  database: Database;
  now: () => Date;
}): GenerationApi["acceptedPrompt"] {
  return async ({ id }, { actor, requestId }) =>
    database.tenant(actor.organizationId, async (trx) => {
      const accepted = await findAcceptedPrompt(trx, actor.organizationId, id);
      if (!accepted) throw notFound("scenario", id);
      await writeAudit(trx, { actor, requestId, at: now() }, [
        {
          action: "prompt.viewed",
          entityType: "scenario",
          entityId: id,
          scenarioId: id,
          generationId: accepted.sourceGenerationId,
        },
      ]);
      return accepted;
    });
}
