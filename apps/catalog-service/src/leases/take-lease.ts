import { type CatalogApi, notFound, type ReviewLease, ViveroError } from "@vivero/contracts";
import { findByScenario } from "../incubation-store.ts";
import type { Ports } from "../ports.ts";
import { claimLease, liveLeases } from "./review-leases-store.ts";

/**
 * Takes a branch for review, or renews it, for five minutes. It keeps others' decisions away from the branch; it is no
 * decision itself and leaves no audit event.
 *
 * @throws ViveroError LEASED with the holder while somebody else has it; NOT_FOUND when the scenario has no such
 *   capability
 */
export function takeLease({ database }: Pick<Ports, "database">): CatalogApi["takeLease"] {
  return ({ scenarioId, capabilityId }, { actor }) =>
    database.tenant(actor.organizationId, async (trx) => {
      const { organizationId, userId } = actor;
      const claim = { organizationId, scenarioId, capabilityId, userId, userName: actor.name ?? null };
      const lease = await claimLease(trx, claim);
      if (lease) return lease;
      if (!(await findByScenario(trx, scenarioId))) throw notFound("incubation of scenario", scenarioId);
      const leases = await liveLeases(trx, scenarioId, { besides: userId });
      const holder = leases.find((each) => each.capabilityId === capabilityId);
      if (!holder) throw notFound(`capability of scenario ${scenarioId} with the id`, capabilityId);
      throw leased(holder);
    });
}

/** The error that names who holds a branch, and until when. */
export function leased(holder: ReviewLease): ViveroError {
  const who = holder.userName ?? `User ${holder.userId}`;
  return new ViveroError("LEASED", `${who} is reviewing this branch until ${holder.expiresAt}.`, {
    details: { holder },
  });
}
