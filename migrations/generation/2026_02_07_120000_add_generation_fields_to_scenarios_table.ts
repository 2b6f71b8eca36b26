import type { Knex } from "knex";
import { limitLockWait } from "../tenant-table.ts";

/** Each step commits by itself, so that a large live table is never locked while it is scanned. */
export const config = { transaction: false };

/**
 * Provenance: the generation that a scenario was made from and the prompt that its planner accepted. The unique index is
 * what makes a second accept of a generation return the first scenario.
 * Every step can be run again after a stop half-way.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.transaction(async (trx) => {
    await limitLockWait(trx);
    await trx.raw(`
      ALTER TABLE generation.scenarios
        ADD COLUMN IF NOT EXISTS source_generation_id bigint,
        ADD COLUMN IF NOT EXISTS accepted_prompt text,
        ADD COLUMN IF NOT EXISTS accepted_prompt_redacted boolean,
        ADD COLUMN IF NOT EXISTS accepted_prompt_metadata jsonb,
        DROP CONSTRAINT IF EXISTS scenarios_source_generation_fkey,
        ADD CONSTRAINT scenarios_source_generation_fkey FOREIGN KEY (organization_id, source_generation_id)
          REFERENCES generation.scenario_generations (organization_id, id) NOT VALID,
        DROP CONSTRAINT IF EXISTS scenarios_accepted_prompt_metadata_check,
        ADD CONSTRAINT scenarios_accepted_prompt_metadata_check
          CHECK (jsonb_typeof(accepted_prompt_metadata) = 'object') NOT VALID;
    `);
  });
  await knex.raw("ALTER TABLE generation.scenarios VALIDATE CONSTRAINT scenarios_source_generation_fkey");
  await knex.raw(
    "ALTER TABLE generation.scenarios VALIDATE CONSTRAINT scenarios_accepted_prompt_metadata_check",
  );
  // A concurrent build that was cut off leaves an invalid index of this name behind.
  await knex.raw("DROP INDEX CONCURRENTLY IF EXISTS generation.scenarios_source_generation");
  await knex.raw(`
    CREATE UNIQUE INDEX CONCURRENTLY scenarios_source_generation
      ON generation.scenarios (organization_id, source_generation_id) WHERE source_generation_id IS NOT NULL
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.transaction(async (trx) => {
    await limitLockWait(trx);
    await trx.raw(`
      ALTER TABLE generation.scenarios
        DROP COLUMN IF EXISTS source_generation_id,
        DROP COLUMN IF EXISTS accepted_prompt,
        DROP COLUMN IF EXISTS accepted_prompt_redacted,
        DROP COLUMN IF EXISTS accepted_prompt_metadata;
    `);
  });
}

/** Provenance that the backfill or planners wrote. */
export async function dataLostByDown(db: Knex): Promise<string[]> {
  const { rows } = await db.raw(`
    SELECT count(*)::integer AS count FROM generation.scenarios
     WHERE num_nonnulls(source_generation_id, accepted_prompt, accepted_prompt_redacted, accepted_prompt_metadata) > 0
  `);
  const { count } = rows[0];
  return count === 0
    ? []
    : [
        `${count} scenarios hold provenance in source_generation_id and accepted_prompt…, written by the backfill or when they were accepted.`,
      ];
}
