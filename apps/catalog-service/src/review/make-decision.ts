import {
  type CallContext,
  ENTITY_STATUSES,
  notFound,
  type ReviewConflict,
  type ReviewInput,
  type ReviewResult,
  type TreeCounts,
  ViveroError,
} from "@vivero/contracts";
import { countByKind } from "../entity-kinds.ts";
import { findByScenario, type Incubation } from "../incubation-store.ts";
import { liveLeases } from "../leases/review-leases-store.ts";
import type { Transaction } from "../ports.ts";
import type { LeasedEntities } from "./decide-undo.ts";
import { readEntities } from "./reviewed-entities-store.ts";
import {
  conflictOf,
  type EntityStatus,
  keyOf,
  type Outcome,
  type ReviewedEntity,
  referenceTo,
  type ScenarioTree,
  scenarioTree,
} from "./scenario-tree.ts";

/** A kind of review decision: what `all: true` means for it, and what it does. */
export interface DecisionKind {
  readonly action: ReviewResult["action"];
  readonly reason: string | null;
  /** Whether the decision can apply to an entity; `all: true` selects these. */
  readonly appliesTo: (entity: ReviewedEntity) => boolean;
  /** Keeps what the decision rests on beside its own scenario as it is until the transaction ends. */
  readonly hold?: (trx: Transaction) => Promise<void>;
  /**
   * Reads what it needs and decides; writes nothing.
   * @param leased what somebody else reviews; none of it is selected
   */
  readonly decide: (
    trx: Transaction,
    tree: ScenarioTree,
    selected: ReadonlySet<ReviewedEntity>,
    leased: LeasedEntities,
  ) => Promise<Outcome>;
}

/** A decision as it is made, and what it was made on. */
export interface MadeDecision {
  readonly incubation: Incubation;
  readonly outcome: Outcome;
  /** As the caller is told; the decision's id comes with storing it. */
  readonly result: ReviewResult;
}

/**
 * Makes a review decision and stores nothing: what is told before the button is pressed and what is done then come from
 * here. Selected entities of a branch that somebody else reviews are conflicts. A constant number of statements.
 * @param lock hold the incubation, so that what the decision was made on stays so until the transaction ends
 * @throws ViveroError NOT_FOUND when the scenario was never imported or an item is not one of its entities
 */
export async function makeDecision(
  trx: Transaction,
  { actor }: Pick<CallContext, "actor">,
  { scenarioId, selection }: ReviewInput,
  { kind, lock }: { kind: DecisionKind; lock: boolean },
): Promise<MadeDecision> {
  const incubation = await findByScenario(trx, scenarioId, lock ? "update" : undefined);
  if (!incubation) throw notFound("incubation of scenario", scenarioId);
  if (lock) await kind.hold?.(trx);
  const tree = scenarioTree(await readEntities(trx, scenarioId));
  const leases = await liveLeases(trx, scenarioId, { besides: actor.userId });
  const leased = leasedEntities(tree, new Set(leases.map(({ capabilityId }) => capabilityId)));
  const selected = select(tree, selection, kind);
  const free = new Set([...selected].filter((entity) => !leased.has(entity)));
  const decided = await kind.decide(trx, tree, free, leased);
  const outcome = { ...decided, conflicts: [...conflictsOfLeases(selected, leased), ...decided.conflicts] };
  return { incubation, outcome, result: resultOf(tree, kind, outcome) };
}

function leasedEntities(tree: ScenarioTree, capabilityIds: ReadonlySet<number>): LeasedEntities {
  if (capabilityIds.size === 0) return new Map();
  const leased = new Map<ReviewedEntity, ReviewedEntity>();
  for (const entity of tree.entities) {
    const capability = tree.ancestorsOf(entity).at(-1) ?? entity;
    if (capabilityIds.has(capability.id)) leased.set(entity, capability);
  }
  return leased;
}

function conflictsOfLeases(selected: ReadonlySet<ReviewedEntity>, leased: LeasedEntities): ReviewConflict[] {
  return [...selected].flatMap((entity) => {
    const branch = leased.get(entity);
    return branch ? [conflictOf(entity, "leased_by_another", referenceTo(branch))] : [];
  });
}

function select(
  tree: ScenarioTree,
  selection: ReviewInput["selection"],
  { appliesTo }: DecisionKind,
): Set<ReviewedEntity> {
  if (!selection.items) return new Set(tree.entities.filter(appliesTo));
  const selected = new Set<ReviewedEntity>();
  const errors: { path: string; message: string }[] = [];
  for (const [index, item] of selection.items.entries()) {
    const entity = tree.get(keyOf(item));
    if (entity) selected.add(entity);
    else {
      errors.push({
        path: `items[${index}]`,
        message: `There is no ${item.type} ${item.id} in this scenario.`,
      });
    }
  }
  const first = errors[0];
  if (first) {
    throw new ViveroError("NOT_FOUND", `Nothing was decided. ${first.message}`, {
      details: { errors: errors.slice(0, 100) },
    });
  }
  return selected;
}

function resultOf(tree: ScenarioTree, { action }: DecisionKind, outcome: Outcome): ReviewResult {
  return {
    decisionId: null,
    action,
    changed: outcome.changes.map(({ entity, to, mergedIntoId }) => ({
      type: entity.type,
      id: entity.id,
      from: entity.status,
      to,
      mergedIntoId,
    })),
    counts: countChanges(outcome),
    unchanged: outcome.unchanged,
    conflicts: [...outcome.conflicts],
    remaining: remainingAfter(tree, outcome),
  };
}

function remainingAfter(tree: ScenarioTree, { changes }: Outcome): number {
  const before = tree.entities.filter(({ status }) => status === "in_incubation").length;
  const gone = changes.filter(({ entity }) => entity.status === "in_incubation").length;
  const back = changes.filter(({ to }) => to === "in_incubation").length;
  return before - gone + back;
}

function countChanges({ changes }: Outcome): Record<EntityStatus, TreeCounts> {
  const of = (status: EntityStatus) =>
    countByKind(changes.filter(({ to }) => to === status).map(({ entity }) => entity));
  return Object.fromEntries(ENTITY_STATUSES.map((status) => [status, of(status)])) as Record<
    EntityStatus,
    TreeCounts
  >;
}
