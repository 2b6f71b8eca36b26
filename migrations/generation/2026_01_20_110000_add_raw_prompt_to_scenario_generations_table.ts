import type { Knex } from "knex";
import { limitLockWait } from "../tenant-table.ts";

/** Each step commits by itself, so that the table is not locked while it is scanned. */
export const config = { transaction: false };

/**
 * The unredacted prompt, encrypted, for installations that ask for it; without their setting both columns stay empty.
 * Every step can be run again after a stop half-way.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.transaction(async (trx) => {
    await limitLockWait(trx);
    await trx.raw(`
      ALTER TABLE generation.scenario_generations
        ADD COLUMN IF NOT EXISTS raw_prompt bytea,
        ADD COLUMN IF NOT EXISTS raw_prompt_key_id text,
        DROP CONSTRAINT IF EXISTS scenario_generations_raw_prompt_check,
        ADD CONSTRAINT scenario_generations_raw_prompt_check
          CHECK ((raw_prompt IS NULL) = (raw_prompt_key_id IS NULL) AND octet_length(raw_prompt) > 28) NOT VALID;
      COMMENT ON COLUMN generation.scenario_generations.raw_prompt IS
        'AES-256-GCM: nonce (12 bytes), ciphertext, tag (16 bytes); bound to the organization and the generation.';
      COMMENT ON COLUMN generation.scenario_generations.raw_prompt_key_id IS
        'Tells which key encrypted it; says nothing of the key itself.';
    `);
  });
  await knex.raw(
    "ALTER TABLE generation.scenario_generations VALIDATE CONSTRAINT scenario_generations_raw_prompt_check",
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.transaction(async (trx) => {
    await limitLockWait(trx);
    await trx.raw(`
      ALTER TABLE generation.scenario_generations
        DROP COLUMN IF EXISTS raw_prompt, DROP COLUMN IF EXISTS raw_prompt_key_id
    `);
  });
}

/** Encrypted prompts, which exist nowhere else. */
export async function dataLostByDown(db: Knex): Promise<string[]> {
  const { rows } = await db.raw(
    "SELECT count(*)::integer AS count FROM generation.scenario_generations WHERE raw_prompt IS NOT NULL",
  );
  const { count } = rows[0];
  return count === 0 ? [] : [`${count} generations hold their encrypted, unredacted prompt in raw_prompt.`];
}
