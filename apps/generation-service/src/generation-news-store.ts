import type { Knex } from "knex";

/** The channel on which it is said that something of a generation was stored; payload `organization:generation`. */
export const NEWS_CHANNEL = "vivero_generation_news";

/**
 * Says, when the transaction commits, that there is news of a generation. Only a wake-up: whoever hears it reads the rows,
 * within their own organization. One statement.
 */
export async function announceNews(
  trx: Knex.Transaction,
  organizationId: number,
  generationId: number,
): Promise<void> {
  await trx.raw("SELECT pg_notify(?, ?)", [NEWS_CHANNEL, `${organizationId}:${generationId}`]);
}
