import type { Knex } from "knex";
import { limitLockWait } from "../tenant-table.ts";

/**
 * A scenario comes from one generation, so it has one incubation: what a reviewer's decision locks, and what
 * `revision` and `remaining` count. Runs before the first import, so the table holds next to nothing to check.
 */
export async function up(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw(`
    ALTER TABLE catalog.incubations
      ADD CONSTRAINT incubations_once_a_scenario UNIQUE (organization_id, scenario_id);
    DROP INDEX catalog.incubations_scenario;
  `);
}

export async function down(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw(`
    CREATE INDEX incubations_scenario ON catalog.incubations (organization_id, scenario_id);
    ALTER TABLE catalog.incubations DROP CONSTRAINT incubations_once_a_scenario;
  `);
}
