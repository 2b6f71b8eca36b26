import type { Knex } from "knex";
import type { Backfill } from "./backfill.ts";
import { type Key, type Stretch, stretchBindings, withinStretch } from "./keys.ts";
import type { Runner } from "./runner.ts";

/** Which rows of `data_backfill_rows`. */
export type RunNumbers = { readonly backfill: Pick<Backfill, "schema" | "name">; readonly run: number };

const OF_THE_RUN = "planned.backfill = :name AND planned.run = :run AND planned.part = :part";

/** Where the first `rows` rows that are to be done end in a stretch, and how many they are. One statement, by index. */
export async function findPlannedEnd(
  runner: Runner,
  { backfill, run }: RunNumbers,
  stretch: Stretch,
  rows: number,
): Promise<{ last: Key; rows: number } | undefined> {
  const found = await runner.control(
    `SELECT organization_id AS "organizationId", id, place AS rows FROM
       (SELECT organization_id, id, row_number() OVER (ORDER BY organization_id, id) AS place FROM
         (SELECT organization_id, id FROM ${backfill.schema}.data_backfill_rows AS planned
          WHERE ${OF_THE_RUN} AND skipped IS NULL AND ${withinStretch("planned")}
          ORDER BY organization_id, id LIMIT :rows) AS first) AS numbered
     ORDER BY place DESC LIMIT 1`,
    { name: backfill.name, run, part: stretch.part, rows, ...stretchBindings(stretch) },
  );
  const [end] = found.rows as { organizationId: number; id: number; rows: number }[];
  return (
    end && {
      last: { organizationId: Number(end.organizationId), id: Number(end.id) },
      rows: Number(end.rows),
    }
  );
}

/** Rows of a run that are within stretches, or in all of it. A statement a stretch. */
export async function countPlanned(
  db: Knex,
  { backfill, run }: RunNumbers,
  stretches: readonly Stretch[],
): Promise<number> {
  let count = 0;
  for (const stretch of stretches) {
    const { rows } = await db.raw(
      `SELECT count(*) AS count FROM ${backfill.schema}.data_backfill_rows AS planned
       WHERE ${OF_THE_RUN} AND ${withinStretch("planned")}`,
      { name: backfill.name, run, part: stretch.part, ...stretchBindings(stretch) },
    );
    count += Number(rows[0].count);
  }
  return count;
}

/** Forgets what was planned and will not be done: what is left is the record of what was written. A statement a stretch. */
export async function forgetPlanned(
  db: Knex,
  { backfill, run }: RunNumbers,
  stretches: readonly Stretch[],
): Promise<void> {
  for (const stretch of stretches) {
    await db.raw(
      `DELETE FROM ${backfill.schema}.data_backfill_rows AS planned WHERE ${OF_THE_RUN} AND ${withinStretch("planned")}`,
      { name: backfill.name, run, part: stretch.part, ...stretchBindings(stretch) },
    );
  }
}

/** Forgets all runs of a backfill: what they wrote is taken back. Two statements. */
export async function forgetAll(
  db: Knex,
  { schema, name }: Pick<Backfill, "schema" | "name">,
): Promise<void> {
  await db.raw(`DELETE FROM ${schema}.data_backfill_rows WHERE backfill = :name`, { name });
  await db.raw(`DELETE FROM ${schema}.data_backfill_batches WHERE backfill = :name`, { name });
}

/** The runs that have rows, the latest first. One statement. */
export async function listRuns(
  db: Knex,
  { schema, name }: Pick<Backfill, "schema" | "name">,
): Promise<number[]> {
  const { rows } = await db.raw(
    `SELECT DISTINCT run FROM ${schema}.data_backfill_rows WHERE backfill = :name ORDER BY run DESC`,
    { name },
  );
  return rows.map(({ run }: { run: number }) => run);
}
