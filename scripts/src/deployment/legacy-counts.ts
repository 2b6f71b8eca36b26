import type { Database } from "@vivero/database";

type Queries = Pick<Database["knex"], "raw">;

/**
 * What the backfill will meet, counted where its columns are not there yet: it makes its own plan, with a hash, as soon as
 * the migrations have run. One statement over tables that every version has.
 */
export interface LegacyCounts {
  readonly scenarios: number;
  /** Named by exactly one generation, in its metadata or its scenario_id, and that one names no other. */
  readonly toLink: number;
  readonly withoutGeneration: number;
  /** Several generations name it, or its generation names several scenarios: reported, and left alone. */
  readonly ambiguous: number;
}

/** @returns undefined when there is no table of scenarios yet */
export async function readLegacyCounts(queries: Queries): Promise<LegacyCounts | undefined> {
  const { rows: found } = await queries.raw(
    "SELECT to_regclass('generation.scenarios') IS NOT NULL AND to_regclass('generation.scenario_generations') IS NOT NULL AS exists",
  );
  if (!found[0].exists) return undefined;
  const { rows } = await queries.raw(`
    WITH named AS (
      SELECT organization_id, scenario_id AS id, id AS generation_id
        FROM generation.scenario_generations WHERE scenario_id IS NOT NULL
      UNION
      SELECT organization_id, (metadata ->> 'created_scenario_id')::bigint, id FROM generation.scenario_generations
       WHERE metadata ->> 'created_scenario_id' ~ '^[1-9][0-9]{0,17}$'
    ), claims AS (
      SELECT named.*, count(*) OVER (PARTITION BY named.organization_id, generation_id) AS named_by_it
        FROM named JOIN generation.scenarios USING (organization_id, id)
    ), counted AS (
      SELECT count(claims.id) AS claimants, COALESCE(max(named_by_it), 0) AS named_by_one
        FROM generation.scenarios LEFT JOIN claims USING (organization_id, id) GROUP BY organization_id, id
    )
    SELECT count(*) AS scenarios, count(*) FILTER (WHERE claimants = 1 AND named_by_one = 1) AS to_link,
           count(*) FILTER (WHERE claimants = 0) AS without_generation,
           count(*) FILTER (WHERE claimants > 1 OR named_by_one > 1) AS ambiguous
      FROM counted`);
  const [row] = rows;
  return {
    scenarios: Number(row.scenarios),
    toLink: Number(row.to_link),
    withoutGeneration: Number(row.without_generation),
    ambiguous: Number(row.ambiguous),
  };
}
