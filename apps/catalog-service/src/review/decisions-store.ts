import type { ReviewResult, TreeCounts } from "@vivero/contracts";
import type { Knex } from "knex";
import { ENTITY_KINDS } from "../entity-kinds.ts";
import type { Change, EntityStatus } from "./scenario-tree.ts";

/** Who decided what, when and why. */
export interface NewDecision {
  readonly organizationId: number;
  readonly scenarioId: number;
  readonly action: ReviewResult["action"];
  readonly reason: string | null;
  /** How many of the changed entities are in each state now. */
  readonly counts: Readonly<Record<EntityStatus, TreeCounts>>;
  readonly decidedBy: number;
  readonly decidedAt: Date;
  readonly requestId: string;
}

/** Writes the decision's row and gives its id. One statement. */
export async function insertDecision(trx: Knex.Transaction, decision: NewDecision): Promise<number> {
  const [row] = await trx("catalog.review_decisions")
    .insert({
      organization_id: decision.organizationId,
      scenario_id: decision.scenarioId,
      action: decision.action,
      reason: decision.reason,
      counts: JSON.stringify(decision.counts),
      decided_by: decision.decidedBy,
      decided_at: decision.decidedAt,
      request_id: decision.requestId,
    })
    .returning("id");
  return row.id;
}

/**
 * Gives the changed entities their new status: at most three statements, one a table, however many they are. An entity
 * that incubates again bears no trace of the decision that is undone; the audit trail does.
 * The scenario is no condition, as the ids are of one anyway: with a second one, a planner without statistics takes the
 * table for a single row and compares each row with each change.
 *
 * Locks the rows, until the transaction ends; waits for another transaction that makes the same name active.
 *
 * @throws PostgreSQL's unique violation of `…_one_active_name` when another scenario took a name meanwhile
 */
export async function applyChanges(
  trx: Knex.Transaction,
  { id: decisionId, ...decision }: NewDecision & { readonly id: number },
  changes: readonly Change[],
): Promise<void> {
  for (const { type, table } of ENTITY_KINDS) {
    const rows = changes
      .filter(({ entity }) => entity.type === type)
      // Two decisions that want the same names take them in one order, so that the second waits and they do not deadlock.
      .sort((one, other) => (one.entity.nameKey < other.entity.nameKey ? -1 : 1))
      .map(({ entity, to, mergedIntoId }) => ({ id: entity.id, status: to, into: mergedIntoId }));
    if (rows.length === 0) continue;
    const { rowCount } = await trx.raw(
      `UPDATE catalog.${table} AS entity SET
         status = change.status,
         merged_into_id = change."into",
         rejection_reason = CASE WHEN change.status = 'rejected' THEN :reason::text END,
         decision_id = CASE WHEN change.status <> 'in_incubation' THEN :decisionId::bigint END,
         decided_by = CASE WHEN change.status <> 'in_incubation' THEN :decidedBy::bigint END,
         decided_at = CASE WHEN change.status <> 'in_incubation' THEN :decidedAt::timestamptz END,
         updated_at = :decidedAt::timestamptz
       FROM jsonb_to_recordset(:rows::jsonb) AS change (id bigint, status text, "into" bigint)
       WHERE entity.organization_id = :organizationId AND entity.id = change.id`,
      {
        rows: JSON.stringify(rows),
        reason: decision.reason,
        decisionId,
        decidedBy: decision.decidedBy,
        decidedAt: decision.decidedAt,
        organizationId: decision.organizationId,
      },
    );
    if (rowCount !== rows.length) {
      throw new Error(`decided ${rows.length} of catalog.${table}, but ${rowCount} rows changed`);
    }
  }
}

const UNIQUE_VIOLATION = "23505";
const DEADLOCK_DETECTED = "40P01";

/**
 * Whether an error says that another decision got in between: it took a name that this one wanted, or the two wanted
 * several in another order.
 */
export function isContest(error: unknown): boolean {
  if (!(error instanceof Error && "code" in error)) return false;
  if (error.code === DEADLOCK_DETECTED) return true;
  return (
    error.code === UNIQUE_VIOLATION &&
    "constraint" in error &&
    ENTITY_KINDS.some(({ table }) => error.constraint === `${table}_one_active_name`)
  );
}
