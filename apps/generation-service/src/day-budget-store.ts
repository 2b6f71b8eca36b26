import type { Knex } from "knex";

type Trx = Knex.Transaction;

/** What an organization has used since a day began. */
export type DaySpent = {
  /** Of attempts that began in it, those that still run included; estimated where the provider did not count. */
  tokens: number;
  /** Queued in it, for the first time or again: a generation that is retried counts each time. */
  generations: number;
};

/**
 * Sums up an organization's day. One statement, over two indexes that hold only what it reads:
 * `generation_attempts_by_start` and `audit_events_queueing`. Each queueing has its event in the same transaction.
 */
export async function sumDay(trx: Trx, organizationId: number, dayBegan: Date): Promise<DaySpent> {
  const { rows } = await trx.raw(
    `SELECT
       (SELECT COALESCE(sum(COALESCE(input_tokens, 0) + COALESCE(output_tokens, 0)), 0)::bigint
        FROM generation.generation_attempts
        WHERE organization_id = :organizationId AND started_at >= :dayBegan) AS tokens,
       (SELECT count(*) FROM generation.audit_events
        WHERE organization_id = :organizationId AND occurred_at >= :dayBegan
          AND action IN ('generation.created', 'generation.retried')) AS generations`,
    { organizationId, dayBegan },
  );
  return { tokens: Number(rows[0].tokens), generations: Number(rows[0].generations) };
}
