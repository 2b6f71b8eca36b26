import type { CopiedPart } from "./backfill.ts";
import {
  type Batch,
  batchBindings,
  type Effect,
  listed,
  markSkipped,
  type PartWriter,
  plannedRows,
  RowsChangedError,
  summedUp,
} from "./batch.ts";
import { digestOf } from "./copied-part-sql.ts";

/** Writes and takes back columns that are copied from another row, within the database. */
export function copiedPartWriter(part: CopiedPart): PartWriter {
  return {
    apply: async (batch) => {
      const noted = await noteSources(part, batch, `AND (${isAsPlanned(part)})`);
      if (noted < batch.rows) throw new RowsChangedError();
      return fill(part, batch);
    },
    undo: async (batch) => {
      await noteSources(part, batch, "");
      return empty(part, batch);
    },
    skipChanged: (batch) => skipChanged(part, batch),
  };
}

/**
 * Appends the note to each source, which also locks it: in the order of services, that is source first, then the row.
 * One statement; tells how many sources there were.
 */
async function noteSources(part: CopiedPart, batch: Batch, condition: string): Promise<number> {
  const { source, note } = part;
  const { rowCount } = await batch.trx.raw(
    `WITH work AS MATERIALIZED (${plannedRows(batch)})
     UPDATE ${source.table} AS ${source.alias} SET ${note.column} = ${note.value}
     FROM work
     WHERE ${source.alias}.organization_id = work.organization_id AND ${source.alias}.id = work.source_id ${condition}`,
    batchBindings(batch),
  );
  return rowCount;
}

/** A source whose version is not the planned one must still give the planned values, which takes reading them. */
function isAsPlanned(part: CopiedPart): string {
  return `${part.source.alias}.xmin = work.source_xmin OR ${valuesNow(part)} = work.digests`;
}

/** Digests of the values that the source gives now, of the planned columns. */
function valuesNow({ columns }: CopiedPart): string {
  const digests = Object.values(columns).map(
    ({ type, value }, index) =>
      `CASE WHEN work.digests[${index + 1}] IS NOT NULL THEN ${digestOf(type, value)} END`,
  );
  return `ARRAY[${digests.join(", ")}]::bigint[]`;
}

/**
 * Fills the planned columns of the rows in which all of them are still empty. One statement. The caller compares the number
 * of rows: fewer than planned, and it takes the batch back.
 */
async function fill(part: CopiedPart, batch: Batch): Promise<Effect[]> {
  const { source, table } = part;
  const columns = Object.entries(part.columns);
  const names = Object.keys(part.columns);
  const planned = (index: number) => `work.digests[${index + 1}] IS NOT NULL`;
  const { rows } = await batch.trx.raw(
    `WITH work AS MATERIALIZED (${plannedRows(batch)}),
     changed AS (
       UPDATE ${table} AS target
       SET ${columns.map(([name, { value }], index) => `${name} = CASE WHEN ${planned(index)} THEN ${value} ELSE target.${name} END`).join(", ")}
       FROM work, ${source.table} AS ${source.alias}
       WHERE target.organization_id = work.organization_id AND target.id = work.id
         AND ${source.alias}.organization_id = work.organization_id AND ${source.alias}.id = work.source_id
         AND ${names.map((name, index) => `(target.${name} IS NULL OR NOT ${planned(index)})`).join(" AND ")}
       RETURNING target.organization_id, target.id, 0 AS changed_since,
         ${listed(names, (_, index) => `${planned(index)} AS wrote_${index}`)})
     ${summedUp(names)}`,
    batchBindings(batch),
  );
  return rows;
}

/** Two statements: locks the rows and finds what is as we wrote it, then empties just that. */
async function empty(part: CopiedPart, batch: Batch): Promise<Effect[]> {
  const columns = Object.entries(part.columns);
  const names = Object.keys(part.columns);
  const same = columns.map(
    ([name, { type }], index) => `work.digests[${index + 1}] = ${digestOf(type, `target.${name}`)}`,
  );
  const { rows } = await batch.trx.raw(
    `WITH work AS MATERIALIZED (${plannedRows(batch)}),
     held AS MATERIALIZED (
       SELECT target.organization_id, target.id, work.digests,
         ${same.map((condition, index) => `COALESCE(${condition}, false) AS wrote_${index}`).join(", ")}
       FROM work JOIN ${part.table} AS target
         ON target.organization_id = work.organization_id AND target.id = work.id
       FOR NO KEY UPDATE OF target),
     changed AS (
       UPDATE ${part.table} AS target
       SET ${listed(names, (name, index) => `${name} = CASE WHEN held.wrote_${index} THEN NULL ELSE target.${name} END`)}
       FROM held WHERE target.organization_id = held.organization_id AND target.id = held.id
       RETURNING target.organization_id, target.id, ${listed(names, (_, index) => `held.wrote_${index}`)},
         ${names.map((_, index) => `(held.digests[${index + 1}] IS NOT NULL AND NOT held.wrote_${index})::integer`).join(" + ")}
           AS changed_since)
     ${summedUp(names)}`,
    batchBindings(batch),
  );
  return rows;
}

async function skipChanged(part: CopiedPart, batch: Batch): Promise<number> {
  const { table, alias } = part.source;
  const columns = Object.entries(part.columns);
  const filled = columns.map(
    ([name], index) => `(work.digests[${index + 1}] IS NOT NULL AND target.${name} IS NOT NULL)`,
  );
  return markSkipped(batch, part, {
    joins: `LEFT JOIN ${table} AS ${alias}
      ON ${alias}.organization_id = work.organization_id AND ${alias}.id = work.source_id`,
    reason: `CASE
      WHEN target.id IS NULL THEN 'the row is gone'
      WHEN ${alias}.id IS NULL THEN 'its source is gone'
      WHEN ${filled.join(" OR ")} THEN 'it was filled by somebody else'
      WHEN ${valuesNow(part)} <> work.digests THEN 'its source has changed'
      WHEN ${part.inTheWay} THEN 'another row is in the way' END`,
  });
}
