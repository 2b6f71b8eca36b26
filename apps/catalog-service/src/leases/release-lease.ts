import { type CatalogApi, notFound } from "@vivero/contracts";
import type { Ports } from "../ports.ts";
import { endLease } from "./review-leases-store.ts";

/**
 * Gives the actor's own lease of a branch up; nothing happens when there is none. One statement.
 * @throws ViveroError NOT_FOUND when the scenario has no such capability
 */
export function releaseLease({ database }: Pick<Ports, "database">): CatalogApi["releaseLease"] {
  return async ({ scenarioId, capabilityId }, { actor }) => {
    const known = await database.tenant(actor.organizationId, (trx) =>
      endLease(trx, { scenarioId, capabilityId, userId: actor.userId }),
    );
    if (!known) throw notFound(`capability of scenario ${scenarioId} with the id`, capabilityId);
    return {};
  };
}
