import type { Knex } from "knex";
import { limitLockWait } from "../tenant-table.ts";

const TABLES = ["capabilities", "competencies", "skills"] as const;

/** `edited_from`: the name that the model gave, where a reviewer has changed it. */
export async function up(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  for (const table of TABLES) {
    await trx.raw(`
      ALTER TABLE catalog.${table} ADD COLUMN edited_from text
        CONSTRAINT ${table}_edited_from_another_name CHECK (edited_from <> name);
      COMMENT ON COLUMN catalog.${table}.edited_from IS 'The model''s name, where a reviewer changed it.';
    `);
  }
}

export async function down(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  for (const table of TABLES) await trx.raw(`ALTER TABLE catalog.${table} DROP COLUMN edited_from`);
}

/** What dropping the column would lose, in sentences. */
export async function dataLostByDown(db: Knex): Promise<string[]> {
  const counts = TABLES.map(
    (table) => `SELECT '${table}' AS kind, count(edited_from)::integer AS count FROM catalog.${table}`,
  );
  const { rows } = await db.raw(counts.join(" UNION ALL "));
  return rows
    .filter(({ count }: { count: number }) => count > 0)
    .map(
      ({ kind, count }: { kind: string; count: number }) =>
        `${count} ${kind} were renamed by reviewers; the names that the model gave them would be lost.`,
    );
}
