import type { AcceptedPromptSchema, ImportState, Scenario, ScenarioListQuerySchema } from "@vivero/contracts";
import type { Knex } from "knex";
import type { Static } from "typebox";
import { readIdCursor, writeIdCursor } from "./list-cursor.ts";

type Trx = Knex.Transaction;
type ScenarioListQuery = Static<typeof ScenarioListQuerySchema>;

type Row = {
  id: number;
  name: string;
  description: string | null;
  status: Scenario["status"];
  scenario_type: Scenario["scenarioType"];
  horizon_months: number | null;
  source_generation_id: number | null;
  has_accepted_prompt: boolean;
  import_status: ImportState["status"];
  import_report: ImportState["report"];
  import_error: ImportState["error"];
  incubation_remaining: number | null;
  incubated_at: Date | null;
  created_by: number | null;
  created_at: Date;
  updated_at: Date;
};

const COLUMNS = `id, name, description, status, scenario_type, horizon_months, source_generation_id,
  accepted_prompt IS NOT NULL AS has_accepted_prompt, import_status, import_report, import_error,
  incubation_remaining, incubated_at, created_by, created_at, updated_at`;

const DEFAULT_LIMIT = 50;

/** One scenario; undefined when it is absent. One statement. */
export async function findScenario(
  trx: Trx,
  organizationId: number,
  id: number,
): Promise<Scenario | undefined> {
  const { rows } = await trx.raw<{ rows: Row[] }>(
    `SELECT ${COLUMNS} FROM generation.scenarios WHERE organization_id = :organizationId AND id = :id`,
    { organizationId, id },
  );
  return rows[0] && toScenario(rows[0]);
}

/**
 * A page of scenarios, newest first. One statement. Walks the primary key, or the index on status, backwards from the cursor
 * until the page is full; a search reads the names on the way. (A trigram index cannot help: PostgreSQL lets no operator that
 * is not leakproof, and ILIKE is none, go before the policy of row-level security.)
 */
export async function listScenarios(
  trx: Trx,
  organizationId: number,
  { cursor, limit = DEFAULT_LIMIT, status, search }: ScenarioListQuery,
): Promise<{ items: Scenario[]; nextCursor: string | null }> {
  const query = trx("generation.scenarios")
    .select<Row[]>(trx.raw(COLUMNS))
    .where("organization_id", organizationId)
    .orderBy("id", "desc")
    .limit(limit + 1);
  if (cursor !== undefined) query.where("id", "<", readIdCursor(cursor));
  if (status !== undefined) query.where("status", status);
  if (search !== undefined) query.whereILike("name", `%${escapeLike(search)}%`);
  const rows: Row[] = await query;
  return {
    items: rows.slice(0, limit).map(toScenario),
    nextCursor: rows.length > limit ? writeIdCursor(rows[limit - 1]?.id) : null,
  };
}

/** The prompt that a scenario was accepted from; undefined when the scenario is absent. One statement. */
export async function findAcceptedPrompt(
  trx: Trx,
  organizationId: number,
  id: number,
): Promise<Static<typeof AcceptedPromptSchema> | undefined> {
  const { rows } = await trx.raw(
    `SELECT id AS "scenarioId", accepted_prompt AS prompt, accepted_prompt_redacted AS redacted,
       accepted_prompt_metadata AS metadata, source_generation_id AS "sourceGenerationId"
     FROM generation.scenarios WHERE organization_id = :organizationId AND id = :id`,
    { organizationId, id },
  );
  return rows[0];
}

/** Text for LIKE in which nothing is a wildcard. */
export function escapeLike(search: string): string {
  return search.replace(/[\\%_]/g, "\\$&");
}

function toScenario(row: Row): Scenario {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    status: row.status,
    scenarioType: row.scenario_type,
    horizonMonths: row.horizon_months,
    sourceGenerationId: row.source_generation_id,
    hasAcceptedPrompt: row.has_accepted_prompt,
    import: { status: row.import_status, report: row.import_report, error: row.import_error },
    incubation: {
      remaining: row.incubation_remaining,
      incubatedAt: row.incubated_at?.toISOString() ?? null,
    },
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
