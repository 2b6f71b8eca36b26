import type { Knex } from "knex";
import { limitLockWait } from "../tenant-table.ts";

/** How the delivery of a scenario's import began and ended: the report of the catalog, or why it was given up. */
export async function up(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw(`
    ALTER TABLE generation.scenarios
      ADD COLUMN import_started_at timestamptz,
      ADD COLUMN import_report jsonb CHECK (jsonb_typeof(import_report) = 'object'),
      ADD COLUMN import_error jsonb CHECK (jsonb_typeof(import_error) = 'object');
    COMMENT ON COLUMN generation.scenarios.import_started_at IS
      'When the present import was asked for; its delivery is given up a set time after this.';
  `);
}

export async function down(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw(`
    ALTER TABLE generation.scenarios
      DROP COLUMN import_started_at, DROP COLUMN import_report, DROP COLUMN import_error;
  `);
}
