import { type CatalogApi, type MergeInput, ViveroError } from "@vivero/contracts";
import type { Ports } from "../ports.ts";
import { decideMerge, type MergeTargets } from "./decide-merge.ts";
import type { DecisionKind } from "./make-decision.ts";
import { findTargets, holdTargets } from "./merge-targets-store.ts";
import { type EntityKey, keyOf } from "./scenario-tree.ts";
import { takeDecision } from "./take-decision.ts";

/**
 * Says of incubating entities which active ones they are; the rules are those of `decideMerge`. What cannot be merged
 * stays as it is and is told as a conflict, whether or not anything else could be. Undo takes it back.
 *
 * @throws ViveroError NOT_FOUND (see `takeDecision`); INVALID_REQUEST when one entity is to be two things
 */
export function mergeEntities(ports: Ports): CatalogApi["merge"] {
  return async ({ scenarioId, items }, context) =>
    takeDecision(
      ports,
      context,
      { scenarioId, selection: { items: withoutTargets(items) } },
      mergeOf({ scenarioId, items }),
    );
}

/** What is merged, as every decision names its entities. */
const withoutTargets = (items: MergeInput["items"]) => items.map(({ type, id }) => ({ type, id }));

/** The decision to merge. @throws ViveroError INVALID_REQUEST when one entity is to be two things */
export function mergeOf({ scenarioId, items }: MergeInput): DecisionKind {
  const into = targetsOf(items);
  return {
    action: "merge",
    reason: null,
    appliesTo: ({ status }) => status === "in_incubation",
    hold: (trx) => holdTargets(trx, scenarioId, items),
    decide: async (trx, tree, selected) =>
      decideMerge(tree, selected, { into, targets: await findTargets(trx, items) }),
  };
}

function targetsOf(items: MergeInput["items"]): MergeTargets {
  const into = new Map<EntityKey, number>();
  for (const [index, item] of items.entries()) {
    const known = into.get(keyOf(item));
    if (known !== undefined && known !== item.intoId) {
      throw new ViveroError("INVALID_REQUEST", `The ${item.type} ${item.id} cannot be merged into two.`, {
        details: {
          errors: [{ path: `items[${index}].intoId`, message: `differs from ${known}, given before` }],
        },
      });
    }
    into.set(keyOf(item), item.intoId);
  }
  return into;
}
