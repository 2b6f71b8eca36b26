import type { ColumnType, CopiedPart } from "./backfill.ts";
import { type RunScope, SHOWN_PROBLEMS, SHOWN_SAMPLES } from "./plan.ts";

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

/** Counts and the digest, one row; with `recordAs`, the same statement stores the rows to write in the plan of that run. */
export function measureRows(part: CopiedPart, recordAs: RunScope | undefined): string {
  return `
    WITH planned AS MATERIALIZED (${everyRow(part)})
    ${recordAs ? `, recorded AS (${recordRows(part, recordAs)})` : ""}
    ${summary(part)}`;
}

/**
 * The same counts as `summary` (jsonb) in a first row, then each row to write as `row`: its {@link listedColumns}, separated by
 * commas, in order of the key.
 */
export function measureAndListRows(part: CopiedPart): string {
  const digests = digestNames(part).map((digest) => `COALESCE(${digest}::text, 'NULL')`);
  return `
    WITH planned AS MATERIALIZED (${everyRow(part)}),
    summary AS (${summary(part)})
    SELECT to_jsonb(summary) AS summary, NULL AS row FROM summary
    UNION ALL
    (SELECT NULL, concat_ws(',', organization_id, id, source_id, source_xmin, ${digests.join(", ")})
     FROM planned WHERE ${isToWrite(part)} ORDER BY organization_id, id)`;
}

/** What a listed row consists of, with types. */
export function listedColumns(part: CopiedPart): readonly (readonly [name: string, type: string])[] {
  return [
    ["organization_id", "bigint"],
    ["id", "bigint"],
    ["source_id", "bigint"],
    ["source_xmin", "xid"],
    ...digestNames(part).map((digest) => [digest, "bigint"] as const),
  ];
}

/** Over rows to write, whatever their order: what is written where, from where. */
export function digestOfRows(digests: string): string {
  return `bit_xor(hash_record_extended(ROW(organization_id, id, source_id, ${digests}), 0))`;
}

export function digestList(part: CopiedPart): string {
  return `ARRAY[${digestNames(part).join(", ")}]::bigint[]`;
}

function digestNames({ columns }: CopiedPart): string[] {
  return Object.keys(columns).map((_, index) => `digest_${index}`);
}

function isToWrite(part: CopiedPart): string {
  return `COALESCE(${digestNames(part).join(", ")}) IS NOT NULL`;
}

function summary(part: CopiedPart): string {
  const writes = isToWrite(part);
  return `
    SELECT count(*) AS rows,
      count(*) FILTER (WHERE ${writes}) AS to_write,
      count(*) FILTER (WHERE problem IS NULL AND NOT (${writes})) AS complete,
      ${digestNames(part)
        .map((digest, index) => `count(${digest}) AS column_${index}`)
        .join(", ")},
      ${Object.keys(part.remarks)
        .map((_, index) => `count(*) FILTER (WHERE remark_${index}) AS remark_${index},`)
        .join(" ")}
      ${digestOfRows(digestList(part))} FILTER (WHERE ${writes})::text AS digest,
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
function recordRows(part: CopiedPart, { schema }: RunScope): string {
  return `
    INSERT INTO ${schema}.data_backfill_rows
      (organization_id, id, backfill, part, run, source_id, source_xmin, digests)
    SELECT organization_id, id, :backfill, :part, :run, source_id, source_xmin, ${digestList(part)}
    FROM planned WHERE ${isToWrite(part)} ORDER BY organization_id, id`;
}
