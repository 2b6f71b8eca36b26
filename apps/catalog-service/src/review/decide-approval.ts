import type { ReviewConflict } from "@vivero/contracts";
import {
  type Change,
  conflictOf,
  isResolved,
  nameOf,
  type Outcome,
  type ReviewedEntity,
  referenceTo,
  type ScenarioTree,
} from "./scenario-tree.ts";

type EntityReference = NonNullable<ReviewConflict["existing"]>;

/** Active entities of other scenarios, by {@link nameOf}. */
export type ActiveElsewhere = ReadonlyMap<string, EntityReference>;

/** Why an entity cannot become active. */
type Obstacle = Pick<ReviewConflict, "reason"> & { readonly existing: EntityReference };

/**
 * The incubating entities that approving a selection may touch: the selected ones and their ancestors, in the tree's
 * order. Their names are what has to be looked up in the catalog.
 */
export function approvalCandidates(
  tree: ScenarioTree,
  selected: ReadonlySet<ReviewedEntity>,
): ReviewedEntity[] {
  const wanted = new Set<ReviewedEntity>();
  for (const entity of selected) {
    wanted.add(entity);
    for (const ancestor of tree.supportersOf(entity)) wanted.add(ancestor);
  }
  return tree.entities.filter((entity) => entity.status === "in_incubation" && wanted.has(entity));
}

/**
 * Decides what approving a selection does. No I/O.
 *
 * - A selected entity becomes active, and so do the ancestors it hangs from; an ancestor that is active or merged
 *   already is as good. Above a merged one none is needed: the entity stands under what that one is merged into.
 * - Of several entities of this scenario with one kind and name, one is active: the one that is so already, or else the
 *   first in the order of the answer. The others are merged into it.
 * - A name that is active from another scenario is a conflict that names its owner; the entity stays as it is, and so
 *   does everything under it. Nothing is approved merely as the ancestor of something that stays.
 * - A rejected entity, or one beneath it, is a conflict too: its rejection has to be undone first.
 */
export function decideApproval(
  tree: ScenarioTree,
  selected: ReadonlySet<ReviewedEntity>,
  activeElsewhere: ActiveElsewhere,
): Outcome {
  const candidates = approvalCandidates(tree, selected);
  const obstacles = findObstacles(tree, candidates, activeElsewhere);
  const activated = new Set<ReviewedEntity>();
  for (const entity of candidates) {
    if (!selected.has(entity) || obstacles.has(entity)) continue;
    activated.add(entity);
    for (const ancestor of tree.supportersOf(entity)) activated.add(ancestor);
  }
  return {
    changes: giveNames(
      tree,
      candidates.filter((entity) => activated.has(entity)),
    ),
    conflicts: conflictsOf(tree, selected, obstacles),
    unchanged: [...selected].filter(isResolved).length,
  };
}

/** Walks parents before children, so that an obstacle reaches everything beneath it. */
function findObstacles(
  tree: ScenarioTree,
  candidates: readonly ReviewedEntity[],
  activeElsewhere: ActiveElsewhere,
): Map<ReviewedEntity, Obstacle> {
  const obstacles = new Map<ReviewedEntity, Obstacle>();
  for (const entity of candidates) {
    const parent = tree.parentOf(entity);
    const above = parent && obstacles.get(parent);
    const owner = activeElsewhere.get(nameOf(entity));
    if (parent?.status === "rejected") {
      obstacles.set(entity, { reason: "ancestor_rejected", existing: parent });
    } else if (parent && above?.reason === "name_already_active") {
      obstacles.set(entity, { reason: "ancestor_in_conflict", existing: parent });
    } else if (above) {
      obstacles.set(entity, above);
    } else if (owner) {
      obstacles.set(entity, { reason: "name_already_active", existing: owner });
    }
  }
  return obstacles;
}

/** The first of each name becomes active, unless one of this scenario is; the others are merged into it. */
function giveNames(tree: ScenarioTree, activated: readonly ReviewedEntity[]): Change[] {
  const owners = new Map(
    tree.entities.filter(({ status }) => status === "active").map((entity) => [nameOf(entity), entity.id]),
  );
  return activated.map((entity) => {
    const owner = owners.get(nameOf(entity));
    if (owner !== undefined) return { entity, to: "merged", mergedIntoId: owner };
    owners.set(nameOf(entity), entity.id);
    return { entity, to: "active", mergedIntoId: null };
  });
}

/** The selected ones that cannot be approved, and the ancestors whose own name is the cause. */
function conflictsOf(
  tree: ScenarioTree,
  selected: ReadonlySet<ReviewedEntity>,
  obstacles: ReadonlyMap<ReviewedEntity, Obstacle>,
): ReviewConflict[] {
  const conflicts: ReviewConflict[] = [];
  for (const entity of tree.entities) {
    const obstacle = obstacles.get(entity);
    if (obstacle && (selected.has(entity) || obstacle.reason === "name_already_active")) {
      conflicts.push(conflictOf(entity, obstacle.reason, obstacle.existing));
    } else if (selected.has(entity) && entity.status === "rejected") {
      conflicts.push(conflictOf(entity, "ancestor_rejected", referenceTo(entity)));
    }
  }
  return conflicts;
}
