import type { Knex } from "knex";
import { limitLockWait } from "../tenant-table.ts";

/** Registers the backfill `accepted-prompt` as pending. It moves no data: `npm run backfill` does, in batches, with a plan. */
export async function up(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw("INSERT INTO generation.data_backfills (name, state) VALUES ('accepted-prompt', 'pending')");
}

/** Forgets the backfill's record; what it wrote stays with the columns. */
export async function down(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw("DELETE FROM generation.data_backfills WHERE name = 'accepted-prompt'");
}
