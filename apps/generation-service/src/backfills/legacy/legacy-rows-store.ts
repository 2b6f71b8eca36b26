import type { Database } from "@vivero/database";
import {
  type LegacyGeneration,
  type LegacyIds,
  type LegacyScenario,
  legacyRows,
  SCENARIOS_A_DEAL,
} from "./legacy-rows.ts";

type Knex = Database["knex"];

/** A multiple of what must stand together; prompts of a megabyte are rare enough for the memory that it takes. */
const PAGE_SCENARIOS = 25 * SCENARIOS_A_DEAL;

/** How many rows of anybody there are; tables that are not there yet hold none. */
export async function countRows(db: Knex): Promise<number> {
  let count = 0;
  for (const table of ["generation.scenarios", "generation.scenario_generations"]) {
    const { rows: found } = await db.raw("SELECT to_regclass(:table) IS NOT NULL AS there", { table });
    if (!found[0].there) continue;
    const { rows } = await db.raw(`SELECT count(*) AS count FROM ${table}`);
    count += Number(rows[0].count);
  }
  return count;
}

/** Inserts `count` legacy scenarios and their generations, a page a transaction; tells how many it has. */
export async function insertLegacyRows(
  db: Knex,
  count: number,
  onPage: (scenarios: number) => void = () => undefined,
): Promise<void> {
  for (let first = 0; first < count; first += PAGE_SCENARIOS) {
    const scenarios = Math.min(PAGE_SCENARIOS, count - first);
    await db.transaction(async (trx) => {
      const rows = legacyRows(first, await takeIds(trx, scenarios));
      await insertScenarios(trx, rows.scenarios);
      await insertGenerations(trx, rows.generations);
    });
    onPage(first + scenarios);
  }
}

async function takeIds(trx: Knex, scenarios: number): Promise<LegacyIds> {
  const take = (table: string, count: number) =>
    `ARRAY(SELECT nextval('generation.${table}_id_seq') FROM generate_series(1, ${count})) AS ${table}`;
  const { rows } = await trx.raw(
    `SELECT ${take("scenarios", scenarios)}, ${take("scenario_generations", 2 * scenarios)}`,
  );
  return { scenarios: rows[0].scenarios, generations: rows[0].scenario_generations };
}

async function insertScenarios(trx: Knex, scenarios: readonly LegacyScenario[]): Promise<void> {
  await trx.raw(
    `INSERT INTO generation.scenarios (organization_id, id, name, status, created_by)
     SELECT "organizationId", id, name, status, 7 FROM jsonb_to_recordset(:rows::jsonb)
       AS row ("organizationId" bigint, id bigint, name text, status text)`,
    { rows: JSON.stringify(scenarios) },
  );
}

async function insertGenerations(trx: Knex, generations: readonly LegacyGeneration[]): Promise<void> {
  await trx.raw(
    `INSERT INTO generation.scenario_generations (organization_id, id, status, language, prompt, prompt_redacted, redactions,
       metadata, confidence_score, model_version, requested_by, accepted_by, accepted_at, scenario_id, finished_at)
     SELECT "organizationId", id, 'complete', language, prompt, jsonb_array_length(redactions) > 0, redactions, metadata,
       "confidenceScore", "modelVersion", "acceptedBy", "acceptedBy", "acceptedAt", "scenarioId", "acceptedAt"
     FROM jsonb_to_recordset(:rows::jsonb) AS row
       ("organizationId" bigint, id bigint, language text, prompt text, redactions jsonb, metadata jsonb,
        "confidenceScore" numeric, "modelVersion" text, "acceptedBy" bigint, "acceptedAt" timestamptz, "scenarioId" bigint)`,
    { rows: JSON.stringify(generations) },
  );
}
