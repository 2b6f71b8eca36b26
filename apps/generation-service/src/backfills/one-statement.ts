import type { Database } from "@vivero/database";

type Knex = Database["knex"];

/**
 * What the backfill has to write, as one SQL statement that was thought out on its own: for tests, and as the reference of the
 * benchmark. It looks for the generations of each scenario, where the backfill looks for the scenarios of each generation.
 *
 * @returns how many scenarios it changed
 */
export async function fillWithOneStatement(db: Knex): Promise<number> {
  const { rowCount } = await db.raw(`
    WITH claim AS (
      SELECT s.organization_id, s.id AS scenario_id, g.id AS generation_id
      FROM generation.scenarios s
      JOIN generation.scenario_generations g ON g.organization_id = s.organization_id AND g.scenario_id = s.id
      WHERE s.source_generation_id IS NULL
      UNION
      SELECT s.organization_id, s.id, g.id
      FROM generation.scenarios s
      JOIN generation.scenario_generations g ON g.organization_id = s.organization_id
        AND g.metadata ->> 'created_scenario_id' = s.id::text
      WHERE s.source_generation_id IS NULL),
    choice AS (
      SELECT c.organization_id, c.scenario_id, c.generation_id FROM claim c
      WHERE NOT EXISTS (SELECT FROM claim d WHERE d.organization_id = c.organization_id
          AND d.scenario_id = c.scenario_id AND d.generation_id <> c.generation_id)
        AND NOT EXISTS (SELECT FROM claim d WHERE d.organization_id = c.organization_id
          AND d.generation_id = c.generation_id AND d.scenario_id <> c.scenario_id)
        AND NOT EXISTS (SELECT FROM generation.scenarios t WHERE t.organization_id = c.organization_id
          AND t.source_generation_id = c.generation_id)
      UNION ALL
      SELECT organization_id, id, source_generation_id FROM generation.scenarios WHERE source_generation_id IS NOT NULL),
    source AS (
      SELECT choice.scenario_id AS made, g.*,
        (SELECT jsonb_object_agg(key, value) FROM jsonb_each(jsonb_build_object(
           'generation_id', g.id, 'model_version', g.model_version, 'accepted_by', g.accepted_by,
           'accepted_at', to_char(g.accepted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') || 'T'
             || to_char(g.accepted_at AT TIME ZONE 'UTC', 'HH24:MI:SS.MS') || 'Z',
           'language', g.language, 'confidence_score', g.confidence_score, 'redactions', g.redactions))
         WHERE value <> 'null') AS kept
      FROM choice JOIN generation.scenario_generations g ON g.organization_id = choice.organization_id AND g.id = choice.generation_id)
    UPDATE generation.scenarios s SET
      source_generation_id = COALESCE(s.source_generation_id, source.id),
      accepted_prompt = COALESCE(s.accepted_prompt, source.prompt),
      accepted_prompt_redacted = COALESCE(s.accepted_prompt_redacted, source.prompt_redacted),
      accepted_prompt_metadata = COALESCE(s.accepted_prompt_metadata, source.kept)
    FROM source
    WHERE s.organization_id = source.organization_id AND s.id = source.made
      AND (s.source_generation_id IS NULL OR (s.accepted_prompt IS NULL AND source.prompt IS NOT NULL)
        OR s.accepted_prompt_redacted IS NULL OR s.accepted_prompt_metadata IS NULL)
  `);
  return rowCount;
}

/** All that a backfill may write to scenarios, row by row, to be compared; prompts by their hash. */
export async function provenance(db: Knex): Promise<Record<string, unknown>[]> {
  const { rows } = await db.raw(`
    SELECT organization_id, id, source_generation_id, octet_length(accepted_prompt) AS bytes, md5(accepted_prompt) AS md5,
      accepted_prompt_redacted, accepted_prompt_metadata
    FROM generation.scenarios ORDER BY organization_id, id`);
  return rows;
}
