import type { Knex } from "knex";
import { limitLockWait } from "../tenant-table.ts";

/**
 * What lists, followers and workers of a generation read at every step, so that none has to open an answer of megabytes.
 * Columns without a default, or with a constant one, are added without rewriting the tables.
 */
export async function up(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw(`
    ALTER TABLE generation.scenario_generations
      ADD COLUMN company_name text,
      ADD COLUMN scenario_name text,
      ADD COLUMN found jsonb CHECK (jsonb_typeof(found) = 'object'),
      ADD COLUMN run_first_attempt integer NOT NULL DEFAULT 1 CHECK (run_first_attempt > 0),
      ADD COLUMN job_id uuid;
    COMMENT ON COLUMN generation.scenario_generations.found IS
      'How many {capabilities, competencies, skills} the read answer holds.';
    COMMENT ON COLUMN generation.scenario_generations.run_first_attempt IS
      'The first attempt that counts against the present budget: a retry by the planner begins a new one.';
    COMMENT ON COLUMN generation.scenario_generations.job_id IS
      'The one job of the queue that may run it now; a job of an earlier run that is still about does nothing.';
    ALTER TABLE generation.generation_chunks
      ADD COLUMN characters integer NOT NULL DEFAULT 0 CHECK (characters >= 0);
    COMMENT ON COLUMN generation.generation_chunks.characters IS
      'Length of the attempt''s text up to the end of this chunk, in UTF-16 units.';
  `);
}

export async function down(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw(`
    ALTER TABLE generation.generation_chunks DROP COLUMN characters;
    ALTER TABLE generation.scenario_generations
      DROP COLUMN company_name, DROP COLUMN scenario_name, DROP COLUMN found, DROP COLUMN run_first_attempt,
      DROP COLUMN job_id;
  `);
}
