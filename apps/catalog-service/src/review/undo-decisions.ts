import type { CatalogApi } from "@vivero/contracts";
import type { Ports } from "../ports.ts";
import { decideUndo } from "./decide-undo.ts";
import type { DecisionKind } from "./make-decision.ts";
import { findUsesElsewhere } from "./reviewed-entities-store.ts";
import { takeDecision } from "./take-decision.ts";

/**
 * Takes approvals, merges and rejections back: the entities incubate again, with what cannot stay without them; the rules are
 * those of `decideUndo`. `all: true` selects everything that is decided.
 *
 * @throws ViveroError NOT_FOUND (see `takeDecision`)
 */
export function undoDecisions(ports: Ports): CatalogApi["undo"] {
  return (input, context) => takeDecision(ports, context, input, undoOf(input.scenarioId));
}

/** The decision to take decisions back. */
export const undoOf = (scenarioId: number): DecisionKind => ({
  action: "undo",
  reason: null,
  appliesTo: ({ status }) => status !== "in_incubation",
  decide: async (trx, tree, selected, leased) =>
    decideUndo(tree, selected, await findUsesElsewhere(trx, scenarioId), leased),
});
