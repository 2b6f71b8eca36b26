import type { Knex } from "knex";

type Trx = Knex.Transaction;

/** What an organization has used since a day began. */
export type DaySpent = {
  /** Of attempts that began in it, as far as providers have counted them. */
  tokens: number;
  /** Queued in it, for the first time or again. */
  generations: number;
};

/**
 * Sums up an organization's day. One statement, over two indexes that hold only what it reads:
 * `generation_attempts_by_start` and `scenario_generations_by_queueing`.
 */
export async function sumDay(trx: Trx, organizationId: number, dayBegan: Date): Promise<DaySpent> {
  const { rows } = await trx.raw(
    `SELECT
       (SELECT COALESCE(sum(COALESCE(input_tokens, 0) + COALESCE(output_tokens, 0)), 0)::bigint
        FROM generation.generation_attempts
        WHERE organization_id = :organizationId AND started_at >= :dayBegan) AS tokens,
       (SELECT count(*) FROM generation.scenario_generations
        WHERE organization_id = :organizationId AND queued_at >= :dayBegan) AS generations`,
    { organizationId, dayBegan },
  );
  return { tokens: Number(rows[0].tokens), generations: Number(rows[0].generations) };
}
