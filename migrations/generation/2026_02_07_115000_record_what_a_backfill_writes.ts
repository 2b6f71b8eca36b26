import type { Knex } from "knex";
import { createBackfillRecord, dropBackfillRecord, recordedWrites } from "../data-backfill-tables.ts";
import { limitLockWait } from "../tenant-table.ts";

/** What lets a backfill be stopped, gone on with and undone to the row. */
export async function up(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw(`
    ALTER TABLE generation.data_backfills
      ADD COLUMN activity text NOT NULL DEFAULT 'apply' CHECK (activity IN ('apply', 'undo')),
      ADD COLUMN run integer NOT NULL DEFAULT 0 CHECK (run >= 0),
      ADD COLUMN runner_id uuid,
      ADD COLUMN columns jsonb,
      ADD COLUMN waiting_for text;
    COMMENT ON COLUMN generation.data_backfills.runner_id IS
      'Of the one runner whose batches count: a batch of an earlier runner that was cut off from us cannot commit.';
    COMMENT ON COLUMN generation.data_backfills.columns IS 'The columns that digests of the run stand for, by part.';
    COMMENT ON COLUMN generation.data_backfills.waiting_for IS 'Why the runner holds its next batch back just now.';
  `);
  await createBackfillRecord(trx, "generation");
}

export async function down(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await dropBackfillRecord(trx, "generation");
  await trx.raw(`
    ALTER TABLE generation.data_backfills
      DROP COLUMN activity, DROP COLUMN run, DROP COLUMN runner_id, DROP COLUMN columns, DROP COLUMN waiting_for;
  `);
}

export const dataLostByDown = (db: Knex): Promise<string[]> => recordedWrites(db, "generation");
