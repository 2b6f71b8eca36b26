import type { Knex } from "knex";
import type { Backfill } from "./backfill.ts";

/**
 * For tests: scenarios without a description get the prompt of the one generation that names them, and their type from the
 * model's version.
 */
export const sampleBackfill: Backfill = {
  name: "sample",
  schema: "generation",
  parts: [
    {
      kind: "copied",
      table: "generation.scenarios",
      standing: `
        SELECT scenario.organization_id, scenario.id, CASE WHEN count(named.id) = 1 THEN min(named.id) END AS source_id,
          CASE count(named.id) WHEN 0 THEN 'without' WHEN 1 THEN NULL ELSE 'several' END AS problem,
          jsonb_build_object('generations', count(named.id)) AS detail
        FROM generation.scenarios AS scenario LEFT JOIN generation.scenario_generations AS named
          ON named.organization_id = scenario.organization_id AND named.scenario_id = scenario.id
        GROUP BY scenario.organization_id, scenario.id`,
      source: { table: "generation.scenario_generations", alias: "generation" },
      columns: {
        description: { type: "text", value: "generation.prompt" },
        scenario_type: { type: "text", value: "generation.model_version", countedAs: "toType" },
      },
      remarks: { withoutPrompt: "generation.id IS NOT NULL AND generation.prompt IS NULL" },
      note: {
        column: "metadata",
        value: `jsonb_set(generation.metadata, '{notes}',
          COALESCE(generation.metadata -> 'notes', '[]'::jsonb) || jsonb_build_array(:note::jsonb))`,
        entry: ({ activity, run }) => ({ activity, run }),
        present: "generation.metadata -> 'notes' IS NOT NULL",
      },
      inTheWay: "false",
      claimsSource: "false",
    },
  ],
  problems: { several: "several generations name it", without: "no generation names it" },
  figures: { described: "SELECT count(*) FROM generation.scenarios WHERE description IS NOT NULL" },
};

/** Scenarios 1 to `count` of an organization, each named by the generation of the same id. */
export async function insertSamples(owner: Knex, organizationId: number, count: number): Promise<void> {
  const ids = { organizationId, count };
  await owner.raw(
    `INSERT INTO generation.scenarios (organization_id, id, name)
     SELECT :organizationId, number, 'Scenario ' || number FROM generate_series(1, :count) AS number`,
    ids,
  );
  await owner.raw(
    `INSERT INTO generation.scenario_generations (organization_id, id, status, prompt, model_version, scenario_id)
     SELECT :organizationId, number, 'complete', 'prompt ' || number, 'model', number FROM generate_series(1, :count) AS number`,
    ids,
  );
}
