import type { Knex } from "knex";
import type { CopiedPart } from "./backfill.ts";
import { measureAndListRows, measureRows } from "./copied-part-sql.ts";
import type { PartPlan, ProblemRow, RunScope, SampleRow } from "./plan.ts";

/** Takes a page of listed rows, in order of their key; see `listedColumns`. */
export type KeepRows = (rows: readonly string[]) => Promise<void>;

/** What becomes of the rows to write, beside being counted. */
export type RowsTo =
  | { readonly kind: "count" }
  /** They are stored in `data_backfill_rows`, as those of the scope. */
  | { readonly kind: "record" }
  /** They are handed over page by page. Changes nothing. */
  | { readonly kind: "keep"; readonly page: KeepRows };

/** Rows in a page. */
const PAGE_ROWS = 5_000;

/**
 * Looks at every row of a part: what would be written, counted exactly, with a digest over all of it that does not depend on
 * the order of rows. Two statements, when rows are kept one more a page. What is recorded or kept comes from the same statement
 * as the counts: it is what was counted.
 */
export async function planCopiedPart(
  trx: Knex.Transaction,
  part: CopiedPart,
  scope: RunScope,
  to: RowsTo,
): Promise<PartPlan> {
  const found =
    to.kind === "keep" ? await measureKeeping(trx, part, to.page) : await measure(trx, part, scope, to);
  const columns = Object.keys(part.columns);
  const remarks = Object.keys(part.remarks);
  return {
    table: part.table,
    rows: found.rows,
    toWrite: found.to_write,
    complete: found.complete,
    columns: Object.fromEntries(columns.map((name, index) => [name, Number(found[`column_${index}`])])),
    problems: found.problems ?? {},
    remarks: Object.fromEntries(remarks.map((label, index) => [label, Number(found[`remark_${index}`])])),
    problemRows: found.problem_rows ?? [],
    samples: await readSamples(trx, part, found.samples ?? []),
    digest: `${found.digest ?? ""}`,
  };
}

type Measured = {
  rows: number;
  to_write: number;
  complete: number;
  digest: string | null;
  problems: PartPlan["problems"] | null;
  problem_rows: ProblemRow[] | null;
  samples: Drawn[] | null;
} & Record<`column_${number}` | `remark_${number}`, number>;

async function measure(
  trx: Knex.Transaction,
  part: CopiedPart,
  scope: RunScope,
  { kind }: RowsTo,
): Promise<Measured> {
  const { rows } =
    kind === "record"
      ? await trx.raw(measureRows(part, scope), {
          backfill: scope.backfill,
          part: scope.part,
          run: scope.run,
        })
      : await trx.raw(measureRows(part, undefined));
  return rows[0];
}

/** A cursor: the memory it takes here does not grow with the table. */
async function measureKeeping(trx: Knex.Transaction, part: CopiedPart, keep: KeepRows): Promise<Measured> {
  // All rows are fetched: the plan that gives the first ones soonest is not the one wanted.
  await trx.raw("SET LOCAL cursor_tuple_fraction = 1");
  await trx.raw(`DECLARE planned_rows NO SCROLL CURSOR FOR ${measureAndListRows(part)}`);
  const fetch = async (count: number) => (await trx.raw(`FETCH ${count} FROM planned_rows`)).rows;
  const [{ summary }] = await fetch(1);
  for (let page = await fetch(PAGE_ROWS); page.length > 0; page = await fetch(PAGE_ROWS)) {
    await keep(page.map(({ row }: { row: string }) => row));
  }
  await trx.raw("CLOSE planned_rows");
  return summary;
}

type Drawn = { organizationId: number; id: number; sourceId: number };

async function readSamples(
  trx: Knex.Transaction,
  part: CopiedPart,
  drawn: readonly Drawn[],
): Promise<SampleRow[]> {
  if (drawn.length === 0) return [];
  const { table, alias } = part.source;
  const values = Object.entries(part.columns).map(
    ([name, { value }]) => `jsonb_build_object('column', '${name}', 'before', to_jsonb(target.${name}),
       'after', COALESCE(to_jsonb(target.${name}), to_jsonb(${value})))`,
  );
  const { rows } = await trx.raw(
    `SELECT drawn."organizationId", drawn.id, jsonb_build_array(${values.join(", ")}) AS values
     FROM jsonb_to_recordset(:drawn::jsonb) AS drawn ("organizationId" bigint, id bigint, "sourceId" bigint)
     JOIN ${part.table} AS target ON target.organization_id = drawn."organizationId" AND target.id = drawn.id
     JOIN ${table} AS ${alias} ON ${alias}.organization_id = drawn."organizationId" AND ${alias}.id = drawn."sourceId"
     ORDER BY 1, 2`,
    { drawn: JSON.stringify(drawn) },
  );
  return rows;
}
