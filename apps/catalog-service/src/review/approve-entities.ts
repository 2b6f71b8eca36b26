import type { CatalogApi, TreeCounts } from "@vivero/contracts";
import { findActiveNames } from "../active-names-store.ts";
import { ENTITY_KINDS } from "../entity-kinds.ts";
import type { Ports, Transaction } from "../ports.ts";
import { type ActiveElsewhere, approvalCandidates, decideApproval } from "./decide-approval.ts";
import type { DecisionKind } from "./make-decision.ts";
import { nameOf, type ReviewedEntity } from "./scenario-tree.ts";
import { takeDecision } from "./take-decision.ts";

/**
 * Makes incubating entities active, with the ancestors they hang from; the rules are those of `decideApproval`. What
 * cannot be approved stays as it is and is told as a conflict, whether or not anything else could be.
 * `all: true` selects what still incubates.
 *
 * @throws ViveroError NOT_FOUND, REVIEW_CONFLICT (see `takeDecision`)
 */
export function approveEntities(ports: Ports): CatalogApi["approve"] {
  return (input, context) => takeDecision(ports, context, input, approvalOf(input.scenarioId));
}

/** The decision to approve. */
export const approvalOf = (scenarioId: number): DecisionKind => ({
  action: "approve",
  reason: null,
  appliesTo: ({ status }) => status === "in_incubation",
  decide: async (trx, tree, selected) => {
    const candidates = approvalCandidates(tree, selected);
    return decideApproval(tree, selected, await findActiveElsewhere(trx, scenarioId, candidates));
  },
});

async function findActiveElsewhere(
  trx: Transaction,
  scenarioId: number,
  candidates: readonly ReviewedEntity[],
): Promise<ActiveElsewhere> {
  const keys = ENTITY_KINDS.map(({ type, table }) => [
    table,
    [...new Set(candidates.filter((each) => each.type === type).map(({ nameKey }) => nameKey))],
  ]);
  const active = await findActiveNames(trx, Object.fromEntries(keys) as Record<keyof TreeCounts, string[]>);
  return new Map(
    active
      .filter((owner) => owner.scenarioId !== scenarioId)
      .map((owner) => [nameOf(owner), { type: owner.type, id: owner.id, name: owner.name }]),
  );
}
