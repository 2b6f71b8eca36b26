import {
  type CallContext,
  ENTITY_STATUSES,
  notFound,
  type ReviewInput,
  type ReviewResult,
  type TreeCounts,
  ViveroError,
} from "@vivero/contracts";
import { appendAuditEvents } from "@vivero/database";
import { countByKind } from "../entity-kinds.ts";
import { advance, findByScenario, type Incubation } from "../incubation-store.ts";
import type { Ports, Transaction } from "../ports.ts";
import { auditEventsOf } from "./audit-events.ts";
import { applyChanges, insertDecision, isContest } from "./decisions-store.ts";
import { readEntities } from "./reviewed-entities-store.ts";
import {
  type EntityStatus,
  keyOf,
  type Outcome,
  type ReviewedEntity,
  type ScenarioTree,
  scenarioTree,
} from "./scenario-tree.ts";

/** A kind of review decision: what `all: true` means for it, and what it does. */
export interface DecisionKind {
  readonly action: ReviewResult["action"];
  readonly reason: string | null;
  /** Whether the decision can apply to an entity; `all: true` selects these. */
  readonly appliesTo: (entity: ReviewedEntity) => boolean;
  /** Reads what it needs and decides; writes nothing. */
  readonly decide: (
    trx: Transaction,
    tree: ScenarioTree,
    selected: ReadonlySet<ReviewedEntity>,
  ) => Promise<Outcome>;
}

/** Often enough for any contest that is not a livelock: each lost round means that another decision was taken. */
const ROUNDS = 5;

/**
 * Takes one review decision on a scenario: locks its incubation, decides over its entities, and writes decision,
 * entities, audit events (one a changed entity), revision and the report's job in one transaction. A constant number of
 * statements, for one entity as for all. A decision that changes nothing writes nothing.
 *
 * When another scenario takes a name between deciding and writing, the decision is made anew on what holds then.
 *
 * @throws ViveroError NOT_FOUND when the scenario was never imported or an item is not one of its entities;
 *   REVIEW_CONFLICT when other decisions got in between every time
 */
export async function takeDecision(
  ports: Ports,
  context: CallContext,
  { scenarioId, selection }: ReviewInput,
  kind: DecisionKind,
): Promise<ReviewResult> {
  const { organizationId } = context.actor;
  for (let round = 1; ; round++) {
    try {
      const result = await ports.database.tenant(organizationId, async (trx) => {
        const incubation = await findByScenario(trx, scenarioId, "update");
        if (!incubation) throw notFound("incubation of scenario", scenarioId);
        const tree = scenarioTree(await readEntities(trx, scenarioId));
        const selected = select(tree, selection, kind);
        const outcome = await kind.decide(trx, tree, selected);
        return record(ports, { trx, context, incubation, tree, kind, outcome });
      });
      if (result.decisionId !== null) ports.reports.wake();
      return result;
    } catch (error) {
      if (!isContest(error)) throw error;
      if (round === ROUNDS) {
        throw new ViveroError(
          "REVIEW_CONFLICT",
          "Other decisions keep taking the same names; try again when they are through.",
          { cause: error },
        );
      }
    }
  }
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

interface Decided {
  readonly trx: Transaction;
  readonly context: CallContext;
  readonly incubation: Incubation;
  readonly tree: ScenarioTree;
  readonly kind: DecisionKind;
  readonly outcome: Outcome;
}

async function record(
  { reports, clock }: Ports,
  { trx, context, incubation, tree, kind, outcome }: Decided,
): Promise<ReviewResult> {
  const { changes, conflicts, unchanged } = outcome;
  const remaining = remainingAfter(tree, outcome);
  const counts = countChanges(outcome);
  const result = {
    action: kind.action,
    changed: changes.map(({ entity, to, mergedIntoId }) => ({
      type: entity.type,
      id: entity.id,
      from: entity.status,
      to,
      mergedIntoId,
    })),
    counts,
    unchanged,
    conflicts: [...conflicts],
    remaining,
  };
  if (changes.length === 0) return { decisionId: null, ...result };

  const { scenarioId } = incubation;
  const { actor, requestId } = context;
  const decision = {
    organizationId: actor.organizationId,
    scenarioId,
    action: kind.action,
    reason: kind.reason,
    counts,
    decidedBy: actor.userId,
    decidedAt: clock(),
    requestId,
  };
  const decisionId = await insertDecision(trx, decision);
  await applyChanges(trx, { ...decision, id: decisionId }, changes);
  await advance(trx, incubation, remaining);
  await reports.enqueue(trx, { scenarioId, actor, requestId });
  await appendAuditEvents(
    trx,
    { schema: "catalog", organizationId: actor.organizationId, actor, requestId, at: decision.decidedAt },
    auditEventsOf(changes, { incubation, decisionId, reason: kind.reason }),
  );
  return { decisionId, ...result };
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
