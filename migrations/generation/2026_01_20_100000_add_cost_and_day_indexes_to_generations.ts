import type { Knex } from "knex";
import { limitLockWait } from "../tenant-table.ts";

/** Indexes of live tables are built beside their writers, which cannot be done in a transaction. */
export const config = { transaction: false };

/**
 * What an organization spends: the currency of an attempt's cost, and the indexes that sum up a day without reading the rows
 * of any other. Every step can be run again after a stop half-way.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.transaction(async (trx) => {
    await limitLockWait(trx);
    await trx.raw(`
      ALTER TABLE generation.generation_attempts
        ADD COLUMN IF NOT EXISTS cost_currency text,
        DROP CONSTRAINT IF EXISTS generation_attempts_cost_currency_check,
        ADD CONSTRAINT generation_attempts_cost_currency_check
          CHECK (cost_currency ~ '^[A-Z]{3}$' AND (cost IS NULL OR cost_currency IS NOT NULL)) NOT VALID;
      COMMENT ON COLUMN generation.generation_attempts.cost_currency IS
        'ISO 4217; kept with each cost, since the price list may change its currency.';
    `);
  });
  await knex.raw(
    "ALTER TABLE generation.generation_attempts VALIDATE CONSTRAINT generation_attempts_cost_currency_check",
  );
  // A concurrent build that was cut off leaves an invalid index of this name behind.
  await knex.raw("DROP INDEX CONCURRENTLY IF EXISTS generation.generation_attempts_by_start");
  await knex.raw(`
    CREATE INDEX CONCURRENTLY generation_attempts_by_start
      ON generation.generation_attempts (organization_id, started_at) INCLUDE (input_tokens, output_tokens)
  `);
  await knex.raw("DROP INDEX CONCURRENTLY IF EXISTS generation.scenario_generations_by_queueing");
  await knex.raw(`
    CREATE INDEX CONCURRENTLY scenario_generations_by_queueing
      ON generation.scenario_generations (organization_id, queued_at)
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("DROP INDEX CONCURRENTLY IF EXISTS generation.scenario_generations_by_queueing");
  await knex.raw("DROP INDEX CONCURRENTLY IF EXISTS generation.generation_attempts_by_start");
  await knex.transaction(async (trx) => {
    await limitLockWait(trx);
    await trx.raw("ALTER TABLE generation.generation_attempts DROP COLUMN IF EXISTS cost_currency");
  });
}
