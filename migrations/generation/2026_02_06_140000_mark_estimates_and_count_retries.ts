import type { Knex } from "knex";
import { limitLockWait } from "../tenant-table.ts";

/** Indexes of live tables are built beside their writers, which cannot be done in a transaction. */
export const config = { transaction: false };

/**
 * What an organization's day really costs: a mark on attempts whose tokens nobody counted, and an index that counts each
 * queueing by its audit event, retries included, in place of one that counted generations. Every step can be run again
 * after a stop half-way.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.transaction(async (trx) => {
    await limitLockWait(trx);
    await trx.raw(`
      ALTER TABLE generation.generation_attempts
        ADD COLUMN IF NOT EXISTS usage_estimated boolean NOT NULL DEFAULT false;
      COMMENT ON COLUMN generation.generation_attempts.usage_estimated IS
        'Whether the tokens, and so the cost, are estimated by the length of what was sent and received.';
    `);
  });
  // A concurrent build that was cut off leaves an invalid index of this name behind.
  await knex.raw("DROP INDEX CONCURRENTLY IF EXISTS generation.audit_events_queueing");
  await knex.raw(`
    CREATE INDEX CONCURRENTLY audit_events_queueing ON generation.audit_events (organization_id, occurred_at)
      WHERE action IN ('generation.created', 'generation.retried')
  `);
  await knex.raw("DROP INDEX CONCURRENTLY IF EXISTS generation.scenario_generations_by_queueing");
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("DROP INDEX CONCURRENTLY IF EXISTS generation.scenario_generations_by_queueing");
  await knex.raw(`
    CREATE INDEX CONCURRENTLY scenario_generations_by_queueing
      ON generation.scenario_generations (organization_id, queued_at)
  `);
  await knex.raw("DROP INDEX CONCURRENTLY IF EXISTS generation.audit_events_queueing");
  await knex.transaction(async (trx) => {
    await limitLockWait(trx);
    await trx.raw("ALTER TABLE generation.generation_attempts DROP COLUMN IF EXISTS usage_estimated");
  });
}

/** The marks of estimates, without which they look counted. */
export async function dataLostByDown(db: Knex): Promise<string[]> {
  const { rows } = await db.raw(
    "SELECT count(*)::integer AS count FROM generation.generation_attempts WHERE usage_estimated",
  );
  const { count } = rows[0];
  return count === 0 ? [] : [`${count} attempts are marked as estimated in usage_estimated.`];
}
