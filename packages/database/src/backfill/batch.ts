import type { Knex } from "knex";
import type { Activity, BackfillPart } from "./backfill.ts";
import { type Stretch, stretchBindings, withinStretch } from "./keys.ts";
import type { RunScope } from "./plan.ts";

/** One transaction's worth of a run. */
export type Batch = {
  readonly trx: Knex.Transaction;
  readonly scope: RunScope;
  readonly stretch: Stretch;
  /** As many rows of the plan lie in the stretch. */
  readonly rows: number;
  /** What `:note` is in a part's note. */
  readonly note: object;
};

/** What a batch did to one organization. */
export type Effect = {
  readonly organizationId: number;
  readonly rows: number;
  readonly firstId: number;
  readonly lastId: number;
  /** How many rows got (or gave back) each column. */
  readonly columns: Readonly<Record<string, number>>;
  /** Values that an undo found changed and left. */
  readonly changedSince: number;
};

/** How a part of a kind is written and taken back. */
export type PartWriter = Record<Activity, (batch: Batch) => Promise<Effect[]>> & {
  /** Marks the rows of the plan that no longer can be written as planned, and tells how many. */
  readonly skipChanged: (batch: Batch) => Promise<number>;
};

/** Rows are no longer as they were planned: the batch is taken back and those rows are looked for. */
export class RowsChangedError extends Error {
  override readonly name = "RowsChangedError";
}

/** The plan's rows of the batch, as a query of known size: the planner then joins by index, whatever it knows of the tables. */
export function plannedRows({ scope: { schema } }: Batch): string {
  return `SELECT * FROM ${schema}.data_backfill_rows AS planned
    WHERE planned.backfill = :backfill AND planned.part = :part AND planned.run = :run AND planned.skipped IS NULL
      AND ${withinStretch("planned")}
    ORDER BY planned.organization_id, planned.id LIMIT :rows`;
}

export function batchBindings({ scope, stretch, rows, note }: Batch) {
  return {
    backfill: scope.backfill,
    part: scope.part,
    run: scope.run,
    rows,
    note: JSON.stringify(note),
    ...stretchBindings(stretch),
  };
}

/**
 * Sums up by organization what `changed` (a query or statement that gives organization_id, id and for each column a
 * boolean `wrote_N`, and `changed_since`) did. SQL and how to read its rows.
 */
export function summedUp(columns: readonly string[]): string {
  return `SELECT organization_id AS "organizationId", count(*) AS rows, min(id) AS "firstId", max(id) AS "lastId",
      jsonb_build_object(${columns.map((name, index) => `'${name}', count(*) FILTER (WHERE wrote_${index})`).join(", ")}) AS columns,
      COALESCE(sum(changed_since), 0)::bigint AS "changedSince"
    FROM changed GROUP BY organization_id ORDER BY organization_id`;
}

/** Strings as an SQL list of names after `prefix`. */
export function listed(names: readonly string[], write: (name: string, index: number) => string): string {
  return names.map(write).join(", ");
}

/** Marks rows of the plan for which `reasons` (SQL over work and target) finds one. */
export async function markSkipped(
  batch: Batch,
  part: BackfillPart,
  { joins, reason }: { joins: string; reason: string },
): Promise<number> {
  const { rowCount } = await batch.trx.raw(
    `WITH work AS MATERIALIZED (${plannedRows(batch)}),
     judged AS (
       SELECT work.organization_id, work.id, ${reason} AS reason
       FROM work LEFT JOIN ${part.table} AS target
         ON target.organization_id = work.organization_id AND target.id = work.id
       ${joins})
     UPDATE ${batch.scope.schema}.data_backfill_rows AS planned SET skipped = judged.reason
     FROM judged
     WHERE judged.reason IS NOT NULL AND planned.organization_id = judged.organization_id AND planned.id = judged.id
       AND planned.backfill = :backfill AND planned.part = :part AND planned.run = :run`,
    batchBindings(batch),
  );
  return rowCount;
}

/** Marks all rows of a batch. */
export async function skipAll(batch: Batch): Promise<number> {
  const { rowCount } = await batch.trx.raw(
    `WITH work AS MATERIALIZED (${plannedRows(batch)})
     UPDATE ${batch.scope.schema}.data_backfill_rows AS planned SET skipped = 'another row is in the way'
     FROM work WHERE planned.organization_id = work.organization_id AND planned.id = work.id
       AND planned.backfill = :backfill AND planned.part = :part AND planned.run = :run`,
    batchBindings(batch),
  );
  return rowCount;
}
