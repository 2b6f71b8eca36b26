import type { CatalogApi } from "@vivero/contracts";
import type { Ports } from "../ports.ts";
import { decideRejection } from "./decide-rejection.ts";
import type { DecisionKind } from "./make-decision.ts";
import { takeDecision } from "./take-decision.ts";

/**
 * Rejects incubating entities, and what still incubates beneath them, for a reason that is kept with each. What is
 * decided already is unchanged; an approval has to be undone before its entity can be rejected.
 * `all: true` selects what still incubates.
 *
 * @throws ViveroError NOT_FOUND (see `takeDecision`)
 */
export function rejectEntities(ports: Ports): CatalogApi["reject"] {
  return (input, context) => takeDecision(ports, context, input, rejectionFor(input.reason));
}

/** The decision to reject. */
export const rejectionFor = (reason: string): DecisionKind => ({
  action: "reject",
  reason: reason.trim(),
  appliesTo: ({ status }) => status === "in_incubation",
  decide: async (_trx, tree, selected) => decideRejection(tree, selected),
});
