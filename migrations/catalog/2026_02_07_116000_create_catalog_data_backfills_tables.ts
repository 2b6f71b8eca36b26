import type { Knex } from "knex";
import { createBackfillRecord, dropBackfillRecord, recordedWrites } from "../data-backfill-tables.ts";
import { limitLockWait } from "../tenant-table.ts";

/** The catalog's own register of backfills, as it may have a database of its own; see `generation.data_backfills`. */
export async function up(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw(`
    CREATE TABLE catalog.data_backfills (
      name text NOT NULL CHECK (name <> ''),
      state text NOT NULL DEFAULT 'pending'
        CHECK (state IN ('pending', 'running', 'paused', 'cancelled', 'failed', 'finished')),
      cursor jsonb,
      counts jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(counts) = 'object'),
      timings jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(timings) = 'object'),
      plan_hash text,
      runner text,
      heartbeat_at timestamptz,
      started_by text,
      started_at timestamptz,
      finished_at timestamptz,
      last_error jsonb,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      activity text NOT NULL DEFAULT 'apply' CHECK (activity IN ('apply', 'undo')),
      run integer NOT NULL DEFAULT 0 CHECK (run >= 0),
      runner_id uuid,
      columns jsonb,
      waiting_for text,
      PRIMARY KEY (name)
    );
    REVOKE INSERT, UPDATE, DELETE ON catalog.data_backfills FROM catalog_service;
  `);
  await createBackfillRecord(trx, "catalog");
}

export async function down(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await dropBackfillRecord(trx, "catalog");
  await trx.raw("DROP TABLE catalog.data_backfills");
}

export const dataLostByDown = (db: Knex): Promise<string[]> => recordedWrites(db, "catalog");
