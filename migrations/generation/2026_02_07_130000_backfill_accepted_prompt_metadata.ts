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

/** A backfill that has begun is known only from its record: how far it came, and what an undo would take back. */
export async function dataLostByDown(db: Knex): Promise<string[]> {
  const { rows } = await db.raw(
    "SELECT state FROM generation.data_backfills WHERE name = 'accepted-prompt' AND state <> 'pending'",
  );
  return rows.map(
    ({ state }: { state: string }) =>
      `The backfill accepted-prompt is ${state}: what it wrote stays in scenarios, and without its record it cannot be taken back. Take it back first with: npm run backfill -- undo`,
  );
}
