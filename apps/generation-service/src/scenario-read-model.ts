import type { AcceptedPromptSchema, ImportState, Scenario, ScenarioListQuerySchema } from "@vivero/contracts";
import type { Knex } from "knex";
import type { Static } from "typebox";
import { listPage } from "./list-read-model.ts";

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

/** A page of scenarios, newest first. One statement. */
export async function listScenarios(
  trx: Trx,
  organizationId: number,
  query: ScenarioListQuery,
): Promise<{ items: Scenario[]; nextCursor: string | null }> {
  const from = { table: "scenarios", columns: COLUMNS, organizationId } as const;
  const { rows, nextCursor } = await listPage<Row>(trx, from, query);
  return { items: rows.map(toScenario), nextCursor };
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
