import type { Database } from "@vivero/database";

/** The scenario that the catalog was filled from; imports have others. */
const CATALOG_SCENARIO = 1;

/** Makes a live catalog of that many skills, and its statistics, as a catalog that has grown for years has them. */
export async function fillCatalog(owner: Database, organizationId: number, skills: number): Promise<void> {
  await owner.knex.raw(
    `WITH incubation AS (
       INSERT INTO catalog.incubations (organization_id, scenario_id, generation_id, payload_hash)
       VALUES (:organizationId, :scenarioId, 1, 'filled') RETURNING organization_id, scenario_id, generation_id, id
     ), capability AS (
       INSERT INTO catalog.capabilities
         (organization_id, scenario_id, generation_id, incubation_id, name, name_key, status, path)
       SELECT organization_id, scenario_id, generation_id, id, 'Everything', 'everything', 'active', 'capabilities[0]'
       FROM incubation RETURNING *
     ), competency AS (
       INSERT INTO catalog.competencies
         (organization_id, scenario_id, generation_id, incubation_id, capability_id, name, name_key, status, path)
       SELECT organization_id, scenario_id, generation_id, incubation_id, id, 'Everything', 'everything', 'active',
         'capabilities[0].competencies[0]'
       FROM capability RETURNING *
     )
     INSERT INTO catalog.skills (organization_id, scenario_id, generation_id, incubation_id, competency_id, name,
       name_key, description, status, path, position)
     SELECT organization_id, scenario_id, generation_id, incubation_id, id, 'Skill that ' || md5(n::text) || ' takes ' || n,
       'skill that ' || md5(n::text) || ' takes ' || n, repeat('What somebody who has it can do. ', 4), 'active',
       'capabilities[0].competencies[0].skills[' || n || ']', n
     FROM competency, generate_series(1, :skills::integer) AS n`,
    { organizationId, scenarioId: CATALOG_SCENARIO, skills },
  );
  await owner.knex.raw("VACUUM (ANALYZE) catalog.skills");
}

/** Takes everything but the filled catalog out, and the space that it took. */
export async function removeImports(owner: Database, service: Database): Promise<void> {
  for (const table of ["skills", "competencies", "capabilities", "incubations"]) {
    const { rowCount } = await owner.knex.raw(`DELETE FROM catalog.${table} WHERE scenario_id <> ?`, [
      CATALOG_SCENARIO,
    ]);
    if (rowCount > 0) await owner.knex.raw(`VACUUM catalog.${table}`);
  }
  await service.knex.raw("DELETE FROM catalog_queue.job");
}
