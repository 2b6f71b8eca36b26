import type { ComputedPart } from "./backfill.ts";
import {
  type Batch,
  batchBindings,
  type Effect,
  listed,
  markSkipped,
  type PartWriter,
  plannedRows,
  summedUp,
} from "./batch.ts";

/** Writes and takes back columns that were computed when the plan was made; both values stand in the plan. */
export function computedPartWriter(part: ComputedPart): PartWriter {
  return {
    apply: (batch) =>
      replace(part, batch, { from: "previous", to: "proposed", whileUnchanged: isAsPlanned(part) }),
    undo: (batch) => takeBack(part, batch),
    skipChanged: (batch) =>
      markSkipped(batch, part, {
        joins: "",
        reason: `CASE
          WHEN target.id IS NULL THEN 'the row is gone'
          WHEN NOT (${isAsPlanned(part)}) THEN 'it was changed by somebody else'
          WHEN ${part.inTheWay} THEN 'another row is in the way' END`,
      }),
  };
}

/** Both what was computed from and what was to be replaced are what they were. */
function isAsPlanned({ reads, writes }: ComputedPart): string {
  const same = (names: readonly string[], list: string) =>
    names.map((name, index) => `target.${name} IS NOT DISTINCT FROM work.${list}[${index + 1}]`);
  return [...same(reads, "inputs"), ...same(writes, "previous")].join(" AND ");
}

type Replacement = { from: "previous" | "proposed"; to: "previous" | "proposed"; whileUnchanged: string };

/** One statement. */
async function replace(
  part: ComputedPart,
  batch: Batch,
  { from, to, whileUnchanged }: Replacement,
): Promise<Effect[]> {
  const { rows } = await batch.trx.raw(
    `WITH work AS MATERIALIZED (${plannedRows(batch)}),
     changed AS (
       UPDATE ${part.table} AS target SET ${listed(part.writes, (name, index) => `${name} = work.${to}[${index + 1}]`)}
       FROM work
       WHERE target.organization_id = work.organization_id AND target.id = work.id AND ${whileUnchanged}
       RETURNING target.organization_id, target.id, 0 AS changed_since,
         ${listed(part.writes, (_, index) => `work.${from}[${index + 1}] IS DISTINCT FROM work.${to}[${index + 1}] AS wrote_${index}`)})
     ${summedUp(part.writes)}`,
    batchBindings(batch),
  );
  return rows;
}

/** Two statements: what somebody changed since is counted and left. */
async function takeBack(part: ComputedPart, batch: Batch): Promise<Effect[]> {
  const unchanged = part.writes
    .map((name, index) => `target.${name} IS NOT DISTINCT FROM work.proposed[${index + 1}]`)
    .join(" AND ");
  const { rows } = await batch.trx.raw(
    `WITH work AS MATERIALIZED (${plannedRows(batch)})
     SELECT target.organization_id AS "organizationId", count(*) AS rows
     FROM work JOIN ${part.table} AS target ON target.organization_id = work.organization_id AND target.id = work.id
     WHERE NOT (${unchanged}) GROUP BY 1`,
    batchBindings(batch),
  );
  const left = new Map<number, number>(rows.map((row: Effect) => [row.organizationId, row.rows]));
  const effects = await replace(part, batch, { from: "proposed", to: "previous", whileUnchanged: unchanged });
  return effects.map((effect) => ({ ...effect, changedSince: left.get(effect.organizationId) ?? 0 }));
}
