import type { ReviewConflict } from "@vivero/contracts";
import {
  type Change,
  conflictOf,
  type EntityKey,
  type EntityStatus,
  keyOf,
  type Outcome,
  type ReviewedEntity,
  referenceTo,
  type ScenarioTree,
} from "./scenario-tree.ts";

/** What an entity is to be merged into, as it stands in the catalog; of any scenario of the organization. */
export interface MergeTarget {
  readonly type: ReviewedEntity["type"];
  readonly id: number;
  readonly name: string;
  readonly status: EntityStatus;
}

/** For each entity to merge, the id of what it is; of the same kind always. */
export type MergeTargets = ReadonlyMap<EntityKey, number>;

/**
 * Decides what merging a selection by hand does. No I/O.
 *
 * - An incubating entity becomes merged: it keeps its own name, as an alias, and points to the active one.
 * - What hangs from it goes on incubating, and stands under that one as soon as it is approved. Its ancestors are not
 *   touched, whether they are decided or not: a merged entity adds nothing to the catalog that would hang from them.
 * - What is decided already, and a target that is the entity itself, does not exist or is not active, is a conflict;
 *   an entity that is merged into its target already is unchanged.
 */
export function decideMerge(
  tree: ScenarioTree,
  selected: ReadonlySet<ReviewedEntity>,
  { into, targets }: { into: MergeTargets; targets: ReadonlyMap<EntityKey, MergeTarget> },
): Outcome {
  const changes: Change[] = [];
  const conflicts: ReviewConflict[] = [];
  let unchanged = 0;
  for (const entity of tree.entities) {
    const intoId = into.get(keyOf(entity));
    if (!selected.has(entity) || intoId === undefined) continue;
    const obstacle = obstacleTo(entity, intoId, targets.get(keyOf({ type: entity.type, id: intoId })));
    if (entity.status === "merged" && entity.mergedIntoId === intoId) unchanged += 1;
    else if (obstacle) conflicts.push(conflictOf(entity, obstacle.reason, obstacle.existing));
    else changes.push({ entity, to: "merged", mergedIntoId: intoId });
  }
  return { changes, conflicts, unchanged };
}

function obstacleTo(
  entity: ReviewedEntity,
  intoId: number,
  target: MergeTarget | undefined,
): Pick<ReviewConflict, "reason" | "existing"> | undefined {
  if (entity.status !== "in_incubation") return { reason: "already_decided", existing: referenceTo(entity) };
  if (entity.id === intoId) return { reason: "target_is_itself", existing: referenceTo(entity) };
  if (!target) return { reason: "target_not_found", existing: null };
  return target.status === "active" ? undefined : { reason: "target_not_active", existing: target };
}
