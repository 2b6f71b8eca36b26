import type { ReviewConflict } from "@vivero/contracts";
import {
  conflictOf,
  type EntityKey,
  isResolved,
  keyOf,
  type Outcome,
  type ReviewedEntity,
  type ScenarioTree,
} from "./scenario-tree.ts";

type EntityReference = NonNullable<ReviewConflict["existing"]>;

/** For an active entity: one of another scenario that is merged into it. */
export type UsedElsewhere = ReadonlyMap<EntityKey, EntityReference>;

/**
 * Decides what undoing the decisions on a selection does: everything it changes incubates again. No I/O.
 *
 * - An approval (active or merged) is taken back together with the approvals beneath it and with the twins that are
 *   merged into it, so that nothing active hangs from what incubates or is merged into it.
 * - A rejection is taken back together with what the same decision rejected beneath it, and the rejected ancestors open
 *   again, so that nothing incubates under a rejected one.
 * - An approval that an entity of another scenario rests on (`used_by_another_scenario`), or that could only be taken
 *   back together with such a one, stays.
 */
export function decideUndo(
  tree: ScenarioTree,
  selected: ReadonlySet<ReviewedEntity>,
  usedElsewhere: UsedElsewhere,
): Outcome {
  const links = linksOf(tree);
  const held = findHeld(tree, links, usedElsewhere);
  const undone = new Set<ReviewedEntity>();
  const conflicts: ReviewConflict[] = [];
  for (const entity of tree.entities) {
    const holder = held.get(entity);
    if (!selected.has(entity)) continue;
    if (holder) conflicts.push(conflictOf(entity, "used_by_another_scenario", holder));
    else if (isResolved(entity)) takeBack(entity, links, undone);
    else if (entity.status === "rejected") reopen(entity, tree, links, undone);
  }
  return {
    changes: tree.entities
      .filter((entity) => undone.has(entity))
      .map((entity) => ({ entity, to: "in_incubation", mergedIntoId: null })),
    conflicts,
    unchanged: [...selected].filter(({ status }) => status === "in_incubation").length,
  };
}

/** The tree downwards, and from an active entity to the twins of its scenario that are merged into it. */
interface Links {
  readonly children: ReadonlyMap<ReviewedEntity, readonly ReviewedEntity[]>;
  readonly twins: ReadonlyMap<ReviewedEntity, readonly ReviewedEntity[]>;
}

function linksOf(tree: ScenarioTree): Links {
  const children = new Map<ReviewedEntity, ReviewedEntity[]>();
  const twins = new Map<ReviewedEntity, ReviewedEntity[]>();
  const link = (
    to: Map<ReviewedEntity, ReviewedEntity[]>,
    from: ReviewedEntity | undefined,
    entity: ReviewedEntity,
  ) => {
    if (!from) return;
    const known = to.get(from);
    if (known) known.push(entity);
    else to.set(from, [entity]);
  };
  for (const entity of tree.entities) {
    link(children, tree.parentOf(entity), entity);
    if (entity.mergedIntoId !== null) {
      link(twins, tree.get(keyOf({ type: entity.type, id: entity.mergedIntoId })), entity);
    }
  }
  return { children, twins };
}

/** The approvals that an approval can only be taken back with. */
function dependentsOf(entity: ReviewedEntity, { children, twins }: Links): ReviewedEntity[] {
  return [...(children.get(entity) ?? []).filter(isResolved), ...(twins.get(entity) ?? [])];
}

/** What cannot be taken back, with the entity of the other scenario that holds it. */
function findHeld(
  tree: ScenarioTree,
  links: Links,
  usedElsewhere: UsedElsewhere,
): Map<ReviewedEntity, EntityReference> {
  const held = new Map<ReviewedEntity, EntityReference>();
  if (usedElsewhere.size === 0) return held;
  // Children before parents; of one kind the merged ones first, since the active ones depend on them.
  const order = tree.entities.toReversed();
  for (const type of ["skill", "competency", "capability"] as const) {
    for (const status of ["merged", "active"] as const) {
      for (const entity of order) {
        if (entity.type !== type || entity.status !== status) continue;
        const dependent = dependentsOf(entity, links).find((below) => held.has(below));
        const holder = usedElsewhere.get(keyOf(entity)) ?? (dependent && held.get(dependent));
        if (holder) held.set(entity, holder);
      }
    }
  }
  return held;
}

function takeBack(entity: ReviewedEntity, links: Links, undone: Set<ReviewedEntity>): void {
  const due = [entity];
  for (let next = due.pop(); next; next = due.pop()) {
    if (undone.has(next)) continue;
    undone.add(next);
    due.push(...dependentsOf(next, links));
  }
}

function reopen(
  entity: ReviewedEntity,
  tree: ScenarioTree,
  { children }: Links,
  undone: Set<ReviewedEntity>,
): void {
  for (const ancestor of tree.ancestorsOf(entity)) if (ancestor.status === "rejected") undone.add(ancestor);
  const due = [entity];
  for (let next = due.pop(); next; next = due.pop()) {
    undone.add(next);
    const below = children.get(next) ?? [];
    due.push(
      ...below.filter(
        ({ status, decisionId }) =>
          status === "rejected" && decisionId === entity.decisionId && decisionId !== null,
      ),
    );
  }
}
