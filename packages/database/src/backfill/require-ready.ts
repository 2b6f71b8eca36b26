import type { Knex } from "knex";
import { type Backfill, columnNames } from "./backfill.ts";
import { BackfillError } from "./backfill-error.ts";

/**
 * Looks whether the tables and columns that the backfill needs are there: they come with migrations. One statement.
 *
 * @throws BackfillError `not-ready`, naming what is missing
 */
export async function requireReady(db: Knex, backfill: Backfill): Promise<void> {
  const needed = [
    [`${backfill.schema}.data_backfills`, "runner_id"],
    [`${backfill.schema}.data_backfill_rows`, "skipped"],
    ...backfill.parts.flatMap((part) => columnNames(part).map((column) => [part.table, column])),
  ].map(([table, column]) => ({ table, column }));
  const { rows } = await db.raw(
    `SELECT needed.table || '.' || needed.column AS missing
     FROM jsonb_to_recordset(:needed::jsonb) AS needed ("table" text, "column" text)
     WHERE NOT EXISTS (SELECT FROM pg_attribute
       WHERE attrelid = to_regclass(needed.table) AND attname = needed.column AND NOT attisdropped)`,
    { needed: JSON.stringify(needed) },
  );
  if (rows.length === 0) return;
  const missing = rows.map((row: { missing: string }) => row.missing).join(", ");
  throw new BackfillError(
    "not-ready",
    `The database is not ready for ${backfill.name}: it lacks ${missing}. Run \`npm run migrate\` first.`,
  );
}
