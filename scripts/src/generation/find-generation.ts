import { createHash } from "node:crypto";
import { type Database, openDatabase } from "@vivero/database";
import { OperationError, reasonOf } from "../command/operation-error.ts";

/**
 * A generation for an operator: everything but the texts. Who reads a prompt or an answer does so through the API, which
 * writes down that it was read; here they are their length and SHA-256.
 */
export interface ShownGeneration {
  readonly organizationId: number;
  readonly id: number;
  readonly status: string;
  readonly companyName: string | null;
  readonly scenarioName: string | null;
  readonly scenarioId: number | null;
  readonly modelVersion: string | null;
  readonly attempts: number;
  readonly requestedBy: number | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly acceptedAt: Date | null;
  readonly acceptedBy: number | null;
  readonly lastError: unknown;
  readonly prompt: { characters: number; sha256: string; redacted: boolean } | null;
  readonly answer: { characters: number; sha256: string } | null;
  readonly validationErrors: readonly unknown[];
  /** `metadata` without its import audit. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Oldest first. */
  readonly importAudit: readonly Readonly<Record<string, unknown>>[];
}

const measure = (text: string) => ({
  characters: text.length,
  sha256: createHash("sha256").update(text).digest("hex"),
});

/**
 * One statement, as the owner, who sees every organization.
 * @throws OperationError when there is none, or several organizations have one of this id and none is named
 */
export async function findGeneration(
  ownerUrl: string,
  id: number,
  organizationId?: number,
): Promise<ShownGeneration> {
  const database = openDatabase({ url: ownerUrl, applicationName: "vivero-generation-show", poolSize: 1 });
  try {
    const rows = await readRows(database, id, organizationId);
    const [row] = rows;
    if (!row) {
      const where = organizationId === undefined ? "" : ` in organization ${organizationId}`;
      throw new OperationError(`There is no generation ${id}${where}.`);
    }
    if (rows.length > 1) {
      throw new OperationError(
        `Several organizations have a generation ${id}: ${rows.map((one) => one.organization_id).join(", ")}.`,
        { next: [`npm run generation -- show ${id} --organization ${row.organization_id}`] },
      );
    }
    const { import_audit: importAudit = [], ...metadata } = row.metadata;
    return {
      organizationId: row.organization_id,
      id: row.id,
      status: row.status,
      companyName: row.company_name,
      scenarioName: row.scenario_name,
      scenarioId: row.scenario_id,
      modelVersion: row.model_version,
      attempts: row.attempts,
      requestedBy: row.requested_by,
      createdAt: row.created_at,
      finishedAt: row.finished_at,
      acceptedAt: row.accepted_at,
      acceptedBy: row.accepted_by,
      lastError: row.last_error,
      prompt: row.prompt === null ? null : { ...measure(row.prompt), redacted: row.prompt_redacted },
      answer: row.answer_text === null ? null : measure(row.answer_text),
      validationErrors: row.validation_errors ?? [],
      metadata,
      importAudit: importAudit as Record<string, unknown>[],
    };
  } catch (error) {
    if (error instanceof OperationError) throw error;
    throw new OperationError(`The database could not be read: ${reasonOf(error)}.`, { cause: error });
  } finally {
    await database.close();
  }
}

async function readRows(database: Database, id: number, organizationId: number | undefined) {
  const rows = database
    .knex("generation.scenario_generations")
    .select("*")
    .where({ id })
    .orderBy("organization_id");
  return await (organizationId === undefined ? rows : rows.andWhere({ organization_id: organizationId }));
}
