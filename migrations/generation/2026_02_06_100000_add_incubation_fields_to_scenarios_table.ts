import type { Knex } from "knex";
import { limitLockWait } from "../tenant-table.ts";

/**
 * What the catalog tells about a scenario's incubation. `incubation_revision` grows with each report of the catalog, so
 * that a late one cannot undo a newer one.
 */
export async function up(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw(`
    ALTER TABLE generation.scenarios
      ADD COLUMN import_status text NOT NULL DEFAULT 'none'
        CHECK (import_status IN ('none', 'pending', 'succeeded', 'failed')),
      ADD COLUMN incubation_revision bigint NOT NULL DEFAULT 0 CHECK (incubation_revision >= 0),
      ADD COLUMN incubation_remaining integer CHECK (incubation_remaining >= 0),
      ADD COLUMN incubated_at timestamptz;
    -- Imports that still have to reach the catalog are few: the index holds only those.
    CREATE INDEX scenarios_import_open ON generation.scenarios (organization_id, import_status, id)
      WHERE import_status IN ('pending', 'failed');
  `);
}

export async function down(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw(`
    ALTER TABLE generation.scenarios
      DROP COLUMN import_status, DROP COLUMN incubation_revision, DROP COLUMN incubation_remaining,
      DROP COLUMN incubated_at;
  `);
}
