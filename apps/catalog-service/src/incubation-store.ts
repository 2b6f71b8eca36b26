import type { ImportReport } from "@vivero/contracts";
import type { Knex } from "knex";
import { Model } from "objection";

/** One imported generation, and how far its review is. */
export interface Incubation {
  readonly id: number;
  readonly scenarioId: number;
  readonly generationId: number;
  readonly payloadHash: string;
  readonly report: ImportReport;
  /** Grows by one with the import and with each decision. */
  readonly revision: number;
  /** How many entities still incubate. */
  readonly remaining: number;
  /** When suggestions were looked for; null: not yet. */
  readonly suggestedAt: Date | null;
}

class IncubationModel extends Model {
  static override readonly tableName = "catalog.incubations";
  static override readonly idColumn = ["organization_id", "id"];
  static override readonly jsonAttributes = ["report"];
  declare organization_id: number;
  declare id: number;
  declare scenario_id: number;
  declare generation_id: number;
  declare payload_hash: string;
  declare report: ImportReport;
  declare revision: number;
  declare remaining: number;
  declare imported_by: number;
  declare imported_at: Date;
  declare request_id: string;
  declare suggested_at: Date | null;
}

/** The incubation that stands in the way of a second one for this generation or scenario. One statement, no lock. */
export async function findStanding(
  trx: Knex.Transaction,
  { generationId, scenarioId }: { generationId: number; scenarioId: number },
): Promise<Incubation | undefined> {
  const row = await IncubationModel.query(trx)
    .where("generation_id", generationId)
    .orWhere("scenario_id", scenarioId)
    .orderByRaw("generation_id = ? DESC", [generationId])
    .first();
  return row && toIncubation(row);
}

/**
 * A scenario's incubation; undefined when nothing was imported for it. One statement.
 * @param lock `update` keeps other decisions on the scenario waiting until the transaction ends; `share` waits for a
 *   running decision to end, and so reads what it leaves.
 */
export async function findByScenario(
  trx: Knex.Transaction,
  scenarioId: number,
  lock?: "update" | "share",
): Promise<Incubation | undefined> {
  const query = IncubationModel.query(trx).where("scenario_id", scenarioId).first();
  if (lock === "update") query.forUpdate();
  if (lock === "share") query.forShare();
  const row = await query;
  return row && toIncubation(row);
}

/** Notes how many are left after a decision, as the next revision. One statement; the caller holds the row's lock. */
export async function advance(
  trx: Knex.Transaction,
  incubation: Incubation,
  remaining: number,
): Promise<void> {
  await IncubationModel.query(trx)
    .patch({ revision: incubation.revision + 1, remaining })
    .where("id", incubation.id);
}

function toIncubation(row: IncubationModel): Incubation {
  const { id, report, revision, remaining } = row;
  return {
    id,
    scenarioId: row.scenario_id,
    generationId: row.generation_id,
    payloadHash: row.payload_hash,
    report,
    revision,
    remaining,
    suggestedAt: row.suggested_at,
  };
}
