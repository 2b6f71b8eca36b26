import type { ImportReport } from "@vivero/contracts";
import type { Knex } from "knex";
import { Model, snakeCaseMappers } from "objection";
import { ACCEPTED_PROMPT_METADATA } from "./accepted-prompt-metadata.ts";
import { columnsOf } from "./column-names.ts";
import type { Failure } from "./generation-store.ts";

type Trx = Knex.Transaction;
type ScenarioStatus = "draft" | "incubating" | "incubated" | "active" | "archived";
type ImportStatus = "none" | "pending" | "succeeded" | "failed";

class ScenarioRow extends Model {
  static override readonly tableName = "generation.scenarios";
  static override readonly idColumn = ["organization_id", "id"];
  static override readonly columnNameMappers = snakeCaseMappers();
  static override readonly jsonAttributes = ["importReport", "importError"];
  declare organizationId: number;
  declare id: number;
  declare status: ScenarioStatus;
  declare sourceGenerationId: number | null;
  declare importStatus: ImportStatus;
  declare importStartedAt: Date | null;
  declare importReport: ImportReport | null;
  declare importError: Failure | null;
  declare incubationRevision: number;
  declare incubationRemaining: number | null;
  declare incubatedAt: Date | null;
  declare updatedAt: Date;
}

const LOCKED_FIELDS = [
  "id",
  "status",
  "sourceGenerationId",
  "importStatus",
  "importStartedAt",
  "incubationRevision",
  "incubationRemaining",
] as const satisfies readonly (keyof ScenarioRow)[];

export type ScenarioRecord = Pick<ScenarioRow, (typeof LOCKED_FIELDS)[number]>;
export type ScenarioChange = Partial<Omit<ScenarioRow, keyof Model>>;

export type NewScenario = {
  organizationId: number;
  generationId: number;
  name: string;
  description: string | null;
  scenarioType: string | null;
  horizonMonths: number | null;
};

/**
 * Makes the one scenario of an accepted generation, with its provenance: the prompt is copied within the database, byte for
 * byte. The generation's row is locked and says already who accepted it. Relies on the unique index
 * `scenarios_source_generation`: a second scenario fails. One statement.
 */
export async function insertScenario(trx: Trx, scenario: NewScenario): Promise<number> {
  const { rows } = await trx.raw(
    `INSERT INTO generation.scenarios
       (organization_id, name, description, scenario_type, horizon_months, created_by, source_generation_id,
        accepted_prompt, accepted_prompt_redacted, accepted_prompt_metadata)
     SELECT generation.organization_id, :name::text, :description::text, :scenarioType::text, :horizonMonths::int,
        generation.accepted_by, generation.id, generation.prompt, generation.prompt_redacted,
        ${ACCEPTED_PROMPT_METADATA}
     FROM generation.scenario_generations AS generation
     WHERE generation.organization_id = :organizationId AND generation.id = :generationId
     RETURNING id`,
    scenario,
  );
  return rows[0].id;
}

/**
 * The scenario that a generation was accepted into before scenarios knew their generation; null when there is none. The
 * generation's row is locked. One statement.
 */
export async function findEarlierScenario(
  trx: Trx,
  organizationId: number,
  generationId: number,
): Promise<number | null> {
  const { rows } = await trx.raw(
    `SELECT scenario.id FROM generation.scenario_generations AS generation
     JOIN generation.scenarios AS scenario ON scenario.organization_id = generation.organization_id
       AND (scenario.source_generation_id = generation.id
         OR (scenario.source_generation_id IS NULL
           AND scenario.id::text = generation.metadata ->> 'created_scenario_id'))
     WHERE generation.organization_id = :organizationId AND generation.id = :generationId
     ORDER BY scenario.source_generation_id NULLS LAST LIMIT 1`,
    { organizationId, generationId },
  );
  return rows[0]?.id ?? null;
}

/** Locks a scenario until the transaction ends. One statement. */
export async function lockScenario(
  trx: Trx,
  organizationId: number,
  id: number,
): Promise<ScenarioRecord | undefined> {
  return ScenarioRow.query(trx)
    .findOne({ organization_id: organizationId, id })
    .select(columnsOf(LOCKED_FIELDS))
    .forUpdate();
}

/** Changes a scenario; the caller holds its lock. One statement. */
export async function changeScenario(
  trx: Trx,
  organizationId: number,
  id: number,
  change: ScenarioChange,
): Promise<void> {
  await ScenarioRow.query(trx)
    .patch({ ...change, updatedAt: new Date() })
    .where({ organization_id: organizationId, id });
}
