import type { Knex } from "knex";
import type { PromptPlace, SealedPrompt } from "./prompt-vault.ts";

type Trx = Knex.Transaction;

/** Puts a sealed prompt beside its generation. One statement. */
export async function storeRawPrompt(
  trx: Trx,
  place: PromptPlace,
  { keyId, sealed }: SealedPrompt,
): Promise<void> {
  await trx.raw(
    `UPDATE generation.scenario_generations SET raw_prompt = :sealed, raw_prompt_key_id = :keyId
     WHERE organization_id = :organizationId AND id = :generationId`,
    { ...place, keyId, sealed },
  );
}

/** A generation's sealed prompt; null when none was stored, undefined when the generation is absent. One statement. */
export async function readRawPrompt(trx: Trx, place: PromptPlace): Promise<SealedPrompt | null | undefined> {
  const { rows } = await trx.raw(
    `SELECT raw_prompt AS sealed, raw_prompt_key_id AS "keyId" FROM generation.scenario_generations
     WHERE organization_id = :organizationId AND id = :generationId`,
    place,
  );
  const [row] = rows;
  return row && (row.sealed === null ? null : row);
}
