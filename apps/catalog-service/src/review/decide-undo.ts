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

/** Entities of branches that somebody else reviews, each with its capability. */
export type LeasedEntities = ReadonlyMap<ReviewedEntity, EntityReference>;

/** For an active entity: one of another scenario that is merged into it. */
export type UsedElsewhere = ReadonlyMap<EntityKey, EntityReference>;

/**
 * Decides what undoing the decisions on a selection does: everything it changes incubates again. No I/O.
 *
 * - An approval (active or merged) is taken back together with the approvals beneath it and with the twins that are
 *   merged into it, so that nothing active hangs from what incubates or is merged into it.
 * - A merge by hand is taken back like an approval; rejected ancestors open again with it.
 * - A rejection is taken back together with what the same decision rejected beneath it, and the rejected ancestors open
 *   again, so that nothing incubates under a rejected one.
 * - An approval that an entity of another scenario rests on (`used_by_another_scenario`), or that could only be taken
 *   back together with such a one, stays; so does one that reaches into a branch that somebody else reviews
 *   (`leased_by_another`).
 */
export function decideUndo(
  tree: ScenarioTree,
  selected: ReadonlySet<ReviewedEntity>,
  usedElsewhere: UsedElsewhere,
  leased: LeasedEntities = new Map(),
): Outcome {
  const links = linksOf(tree);
  const held = findHeld(tree, links, { usedElsewhere, leased });
  const undone = new Set<ReviewedEntity>();
  const conflicts: ReviewConflict[] = [];
  for (const entity of tree.entities) {
    const holder = held.get(entity);
    if (!selected.has(entity)) continue;
    if (holder) conflicts.push(conflictOf(entity, holder.reason, holder.existing));
    else if (isResolved(entity)) takeBack(entity, tree, links, undone);
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

/** What keeps an approval from being taken back. */
interface Holder {
  readonly reason: "used_by_another_scenario" | "leased_by_another";
  readonly existing: EntityReference;
}

/** What cannot be taken back, with what holds it: the entity of another scenario, or a branch that somebody reviews. */
function findHeld(
  tree: ScenarioTree,
  links: Links,
  { usedElsewhere, leased }: { usedElsewhere: UsedElsewhere; leased: LeasedEntities },
): Map<ReviewedEntity, Holder> {
  const held = new Map<ReviewedEntity, Holder>();
  if (usedElsewhere.size === 0 && leased.size === 0) return held;
  const ownHolder = (entity: ReviewedEntity): Holder | undefined => {
    const branch = leased.get(entity);
    if (branch) return { reason: "leased_by_another", existing: branch };
    const user = usedElsewhere.get(keyOf(entity));
    return user && { reason: "used_by_another_scenario", existing: user };
  };
  // Children before parents; of one kind the merged ones first, since the active ones depend on them.
  const order = tree.entities.toReversed();
  for (const type of ["skill", "competency", "capability"] as const) {
    for (const status of ["merged", "active"] as const) {
      for (const entity of order) {
        if (entity.type !== type || entity.status !== status) continue;
        const dependent = dependentsOf(entity, links).find((below) => held.has(below));
        const holder = ownHolder(entity) ?? (dependent && held.get(dependent));
        if (holder) held.set(entity, holder);
      }
    }
  }
  return held;
}

function takeBack(
  entity: ReviewedEntity,
  tree: ScenarioTree,
  links: Links,
  undone: Set<ReviewedEntity>,
): void {
  const due = [entity];
  for (let next = due.pop(); next; next = due.pop()) {
    if (undone.has(next)) continue;
    undone.add(next);
    // A merge by hand can stand under a rejected ancestor.
    for (const ancestor of tree.ancestorsOf(next)) if (ancestor.status === "rejected") undone.add(ancestor);
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
