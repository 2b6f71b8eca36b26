import type { Knex } from "knex";
import type { Schema } from "../migrator/migration-files.ts";
import type { ColumnType, CopiedPart } from "./backfill.ts";
import type { PartPlan, ProblemRow, SampleRow } from "./plan.ts";

/** What a plan is recorded as, when it is approved. */
export type RunScope = {
  readonly schema: Schema;
  readonly backfill: string;
  readonly run: number;
  readonly part: number;
};

/** Of each problem, this many rows are shown. */
export const SHOWN_PROBLEMS = 25;
export const SHOWN_SAMPLES = 10;

/**
 * Looks at every row of a part: what would be written, counted exactly, with a digest over all of it that does not depend on
 * the order of rows. Two statements. With `record`, the same first statement stores each row to write in
 * `data_backfill_rows`: what is recorded is what was counted.
 */
export async function planCopiedPart(
  trx: Knex.Transaction,
  part: CopiedPart,
  scope: RunScope,
  { record }: { record: boolean },
): Promise<PartPlan> {
  const { rows } = await trx.raw(measure(part, scope, record), {
    backfill: scope.backfill,
    part: scope.part,
    run: scope.run,
  });
  const [found] = rows;
  const columns = Object.keys(part.columns);
  const remarks = Object.keys(part.remarks);
  return {
    table: part.table,
    rows: found.rows,
    toWrite: found.to_write,
    complete: found.complete,
    columns: Object.fromEntries(columns.map((name, index) => [name, found[`column_${index}`]])),
    problems: found.problems ?? {},
    remarks: Object.fromEntries(remarks.map((label, index) => [label, found[`remark_${index}`]])),
    problemRows: (found.problem_rows ?? []) as ProblemRow[],
    samples: await readSamples(trx, part, found.samples ?? []),
    digest: `${found.digest ?? ""}`,
  };
}

/** Hash functions of PostgreSQL that give null for null; stable enough to compare within one installation. */
export function digestOf(type: ColumnType, value: string): string {
  switch (type) {
    case "text":
      return `hashtextextended(${value}, 0)`;
    case "bigint":
      return `hashint8extended(${value}, 0)`;
    case "boolean":
      return `hashint4extended((${value})::integer, 0)`;
    case "jsonb":
      return `jsonb_hash_extended(${value}, 0)`;
  }
}

function measure(part: CopiedPart, scope: RunScope, record: boolean): string {
  const digests = Object.keys(part.columns).map((_, index) => `digest_${index}`);
  const all = `ARRAY[${digests.join(", ")}]::bigint[]`;
  const writes = `COALESCE(${digests.join(", ")}) IS NOT NULL`;
  return `
    WITH planned AS MATERIALIZED (${everyRow(part)})
    ${record ? `, recorded AS (${recordRows(scope, all, writes)})` : ""}
    SELECT count(*) AS rows,
      count(*) FILTER (WHERE ${writes}) AS to_write,
      count(*) FILTER (WHERE problem IS NULL AND NOT (${writes})) AS complete,
      ${digests.map((digest, index) => `count(${digest}) AS column_${index}`).join(", ")},
      ${Object.keys(part.remarks)
        .map((_, index) => `count(*) FILTER (WHERE remark_${index}) AS remark_${index},`)
        .join(" ")}
      bit_xor(hash_record_extended(ROW(organization_id, id, source_id, ${all}), 0)) FILTER (WHERE ${writes})::text AS digest,
      (SELECT jsonb_object_agg(problem, jsonb_build_object('rows', rows, 'digest', digest)) FROM
        (SELECT problem, count(*) AS rows, bit_xor(hash_record_extended(ROW(organization_id, id), 0))::text AS digest
           FROM planned WHERE problem IS NOT NULL GROUP BY problem) AS counted) AS problems,
      (SELECT jsonb_agg(jsonb_build_object('organizationId', organization_id, 'id', id, 'problem', problem, 'detail', detail)
          ORDER BY problem, organization_id, id) FROM
        (SELECT *, row_number() OVER (PARTITION BY problem ORDER BY organization_id, id) AS place
           FROM planned WHERE problem IS NOT NULL) AS numbered WHERE place <= ${SHOWN_PROBLEMS}) AS problem_rows,
      (SELECT jsonb_agg(jsonb_build_object('organizationId', organization_id, 'id', id, 'sourceId', source_id)
          ORDER BY organization_id, id) FROM
        (SELECT * FROM planned WHERE ${writes} ORDER BY hashint8extended(id, organization_id) LIMIT ${SHOWN_SAMPLES}) AS drawn
      ) AS samples
    FROM planned`;
}

/** A digest for each column that is empty and would get a value; none for a row with a problem. */
function everyRow({
  columns,
  remarks,
  source: { table, alias },
  standing,
  table: target,
}: CopiedPart): string {
  const digests = Object.entries(columns).map(
    ([name, { type, value }], index) =>
      `CASE WHEN standing.problem IS NULL AND target.${name} IS NULL THEN ${digestOf(type, value)} END AS digest_${index}`,
  );
  const conditions = Object.values(remarks).map((condition, index) => `${condition} AS remark_${index}`);
  return `
    SELECT target.organization_id, target.id, standing.source_id, standing.problem, standing.detail,
      ${[`${alias}.xmin AS source_xmin`, ...digests, ...conditions].join(", ")}
    FROM (${standing}) AS standing
    JOIN ${target} AS target ON target.organization_id = standing.organization_id AND target.id = standing.id
    LEFT JOIN ${table} AS ${alias}
      ON ${alias}.organization_id = standing.organization_id AND ${alias}.id = standing.source_id`;
}

/** In order, so that a batch reads its rows from neighbouring pages. */
function recordRows({ schema }: RunScope, digests: string, writes: string): string {
  return `
    INSERT INTO ${schema}.data_backfill_rows
      (organization_id, id, backfill, part, run, source_id, source_xmin, digests)
    SELECT organization_id, id, :backfill, :part, :run, source_id, source_xmin, ${digests}
    FROM planned WHERE ${writes} ORDER BY organization_id, id`;
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
