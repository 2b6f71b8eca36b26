import type { Database } from "@vivero/database";

type Queries = Pick<Database["knex"], "raw">;

/**
 * What the backfill will meet, counted where its columns are not there yet: it makes its own plan, with a hash, as soon as
 * the migrations have run. One statement over tables that every version has.
 */
export interface LegacyCounts {
  readonly scenarios: number;
  /** Named by exactly one generation, in its metadata or its scenario_id. */
  readonly toLink: number;
  readonly withoutGeneration: number;
  readonly ambiguous: number;
}

/** @returns undefined when there is no table of scenarios yet */
export async function readLegacyCounts(queries: Queries): Promise<LegacyCounts | undefined> {
  const { rows: found } = await queries.raw(
    "SELECT to_regclass('generation.scenarios') IS NOT NULL AND to_regclass('generation.scenario_generations') IS NOT NULL AS exists",
  );
  if (!found[0].exists) return undefined;
  const { rows } = await queries.raw(`
    WITH claims AS (
      SELECT organization_id, scenario_id, id FROM generation.scenario_generations WHERE scenario_id IS NOT NULL
      UNION
      SELECT organization_id, (metadata ->> 'created_scenario_id')::bigint, id FROM generation.scenario_generations
       WHERE metadata ->> 'created_scenario_id' ~ '^[0-9]{1,18}$'
    ), counted AS (
      SELECT scenarios.id, count(claims.id) AS claimants FROM generation.scenarios
        LEFT JOIN claims ON claims.organization_id = scenarios.organization_id AND claims.scenario_id = scenarios.id
       GROUP BY scenarios.organization_id, scenarios.id
    )
    SELECT count(*) AS scenarios, count(*) FILTER (WHERE claimants = 1) AS to_link,
           count(*) FILTER (WHERE claimants = 0) AS without_generation, count(*) FILTER (WHERE claimants > 1) AS ambiguous
      FROM counted`);
  const [row] = rows;
  return {
    scenarios: Number(row.scenarios),
    toLink: Number(row.to_link),
    withoutGeneration: Number(row.without_generation),
    ambiguous: Number(row.ambiguous),
  };
}
