import type { Database } from "@vivero/database";
import { Client } from "pg";
import { ACCEPTED_PROMPT_METADATA } from "../src/accepted-prompt-metadata.ts";

/** The one statement that whoever had no backfill would write. It records nothing, audits nothing and locks all rows until its end. */
export async function updateAtOnce({ knex }: Database): Promise<number> {
  const { rowCount } = await knex.raw(`
    UPDATE generation.scenarios AS scenario SET
      source_generation_id = generation.id,
      accepted_prompt = generation.prompt,
      accepted_prompt_redacted = generation.prompt_redacted,
      accepted_prompt_metadata = ${ACCEPTED_PROMPT_METADATA}
    FROM generation.scenario_generations AS generation
    WHERE generation.organization_id = scenario.organization_id
      AND (generation.metadata ->> 'created_scenario_id')::bigint = scenario.id
      AND scenario.accepted_prompt IS NULL`);
  return rowCount;
}

/** As a migration that walks rows does it: one SELECT and one UPDATE a row, the prompt by way of the program. */
export async function updateRowByRow(url: string, ids: readonly number[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const id of ids) {
      const { rows } = await client.query(
        `SELECT organization_id, id, prompt, prompt_redacted, ${ACCEPTED_PROMPT_METADATA} AS kept,
           (metadata ->> 'created_scenario_id')::bigint AS scenario_id
         FROM generation.scenario_generations AS generation WHERE organization_id = 1 + $1::bigint % 20 AND id = $1`,
        [id],
      );
      const [found] = rows;
      await client.query(
        `UPDATE generation.scenarios SET source_generation_id = $3, accepted_prompt = $4, accepted_prompt_redacted = $5,
           accepted_prompt_metadata = $6
         WHERE organization_id = $1 AND id = $2 AND accepted_prompt IS NULL`,
        [found.organization_id, found.scenario_id, found.id, found.prompt, found.prompt_redacted, found.kept],
      );
    }
  } finally {
    await client.end();
  }
}
