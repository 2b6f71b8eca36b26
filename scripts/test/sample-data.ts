import type { TestDatabase } from "@vivero/database/testing";
import { Client } from "pg";

/** One statement, or several, as a role of a test's database. */
export async function query<T extends object = Record<string, unknown>>(
  url: string,
  text: string,
  values?: unknown[],
): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows as T[];
  } finally {
    await client.end();
  }
}

/**
 * Three scenarios with their complete generations for an organization, the prompts of awkward kinds.
 * @returns the ids of the generations
 */
export async function insertScenarios(database: TestDatabase, organizationId: number): Promise<number[]> {
  const prompts = [`It's a "prompt" \\ with 🌱`, "Línea 1\nLínea 2\t$1 $$", "'; DROP TABLE scenarios; --"];
  const ids: number[] = [];
  for (const [index, prompt] of prompts.entries()) {
    const [generation] = await query<{ id: string }>(
      database.ownerUrl,
      `INSERT INTO generation.scenario_generations (organization_id, status, prompt, prompt_redacted, accepted_at, accepted_by)
       VALUES ($1, 'complete', $2, false, now(), 7) RETURNING id`,
      [organizationId, prompt],
    );
    const id = Number(generation?.id);
    await query(
      database.ownerUrl,
      `WITH scenario AS (
         INSERT INTO generation.scenarios (organization_id, name, status, created_by, source_generation_id)
         VALUES ($1, $2, 'active', 7, $3) RETURNING id)
       UPDATE generation.scenario_generations SET scenario_id = scenario.id FROM scenario
        WHERE organization_id = $1 AND scenario_generations.id = $3`,
      [organizationId, `Escenario ${index}`, id],
    );
    ids.push(id);
  }
  return ids;
}
