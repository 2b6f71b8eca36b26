import type { Knex } from "knex";
import { limitLockWait } from "../tenant-table.ts";

/**
 * One row a backfill: what state it is in, how far it came, who runs it.
 *
 * The one table without `organization_id`: a backfill is an operator's act on the whole platform, it walks every
 * organization in one pass and holds no tenant's data. No row-level security therefore; the owner writes it, the
 * service may only read.
 */
export async function up(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw(`
    CREATE TABLE generation.data_backfills (
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
      PRIMARY KEY (name)
    );
    REVOKE INSERT, UPDATE, DELETE ON generation.data_backfills FROM generation_service;
  `);
}

export async function down(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw("DROP TABLE generation.data_backfills");
}
