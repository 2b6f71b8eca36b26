import type { Outcome, ReviewedEntity, ScenarioTree } from "./scenario-tree.ts";

/**
 * Decides what rejecting a selection does. No I/O, and never a conflict.
 *
 * An incubating entity is rejected with everything that still incubates beneath it. What is decided already stays as
 * it is and counts as unchanged: a rejected entity keeps its first reason; an active or merged one stands in the live
 * catalog, from which only undo takes it back, so nothing beneath it is rejected on its account either.
 */
export function decideRejection(tree: ScenarioTree, selected: ReadonlySet<ReviewedEntity>): Outcome {
  const rejected = new Set<ReviewedEntity>();
  for (const entity of tree.entities) {
    const parent = tree.parentOf(entity);
    const reached = selected.has(entity) || (parent !== undefined && rejected.has(parent));
    if (reached && entity.status === "in_incubation") rejected.add(entity);
  }
  return {
    changes: [...rejected].map((entity) => ({ entity, to: "rejected", mergedIntoId: null })),
    conflicts: [],
    unchanged: [...selected].filter(({ status }) => status !== "in_incubation").length,
  };
}
