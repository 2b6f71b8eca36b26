import type { Knex } from "knex";
import { protectTenantTable, type Schema } from "./tenant-table.ts";

/**
 * Creates what a backfill needs to go on after a stop and to take back what it wrote.
 *
 * `data_backfill_rows` is the plan that was approved, a row for each row to write, and with that the record of what was
 * written: with the values' digests, so that an undo touches no value that somebody changed since.
 * `data_backfill_batches` says which stretches of that plan are done; like `data_backfills` it is of the platform.
 * The service may read both and write neither.
 */
export async function createBackfillRecord(trx: Knex, schema: Schema): Promise<void> {
  await trx.raw(`
    CREATE TABLE ${schema}.data_backfill_rows (
      organization_id bigint NOT NULL,
      id bigint NOT NULL,
      backfill text NOT NULL CHECK (backfill <> ''),
      part smallint NOT NULL CHECK (part >= 0),
      run integer NOT NULL CHECK (run > 0),
      source_id bigint,
      source_xmin xid,
      digests bigint[],
      inputs text[],
      previous text[],
      proposed text[],
      skipped text CHECK (skipped <> ''),
      PRIMARY KEY (organization_id, id, backfill, part, run)
    );
    COMMENT ON TABLE ${schema}.data_backfill_rows IS
      'What each run of a backfill was approved to write, row by row: its plan and the record that undo works from.';
    COMMENT ON COLUMN ${schema}.data_backfill_rows.part IS 'Which of the backfill''s tables, counted from 0.';
    COMMENT ON COLUMN ${schema}.data_backfill_rows.source_xmin IS
      'The version of the source row that was planned from: while it is the same, its digests need not be computed again.';
    COMMENT ON COLUMN ${schema}.data_backfill_rows.digests IS
      'By column of the backfill: the hash of the value to write; null where nothing is written.';
    COMMENT ON COLUMN ${schema}.data_backfill_rows.skipped IS 'Why it was left alone after all; null otherwise.';

    CREATE TABLE ${schema}.data_backfill_batches (
      backfill text NOT NULL,
      run integer NOT NULL CHECK (run > 0),
      batch integer NOT NULL CHECK (batch > 0),
      part smallint NOT NULL,
      after_organization_id bigint NOT NULL,
      after_id bigint NOT NULL,
      last_organization_id bigint NOT NULL,
      last_id bigint NOT NULL,
      written integer NOT NULL CHECK (written >= 0),
      duration_ms integer NOT NULL CHECK (duration_ms >= 0),
      committed_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (backfill, run, batch)
    );
    COMMENT ON TABLE ${schema}.data_backfill_batches IS
      'The stretches of a run that are done, each committed with its rows: after the first key, up to and with the last.';
    REVOKE INSERT, UPDATE, DELETE ON ${schema}.data_backfill_batches FROM ${schema}_service;
  `);
  await protectTenantTable(trx, schema, "data_backfill_rows", ["INSERT", "UPDATE"]);
}

/** Takes the record away. */
export async function dropBackfillRecord(trx: Knex, schema: Schema): Promise<void> {
  await trx.raw(`
    DROP TABLE ${schema}.data_backfill_rows;
    DROP TABLE ${schema}.data_backfill_batches;
  `);
}

/** What dropping the record would lose, in sentences; nothing while no backfill has run. */
export async function recordedWrites(db: Knex, schema: Schema): Promise<string[]> {
  const { rows } = await db.raw(
    `SELECT backfill, count(*)::integer AS count FROM ${schema}.data_backfill_rows GROUP BY 1 ORDER BY 1`,
  );
  return rows.map(
    ({ backfill, count }: { backfill: string; count: number }) =>
      `${schema}.data_backfill_rows records ${count} rows that the backfill ${backfill} wrote; without it they cannot be taken back.`,
  );
}
