import type { FieldError, GenerationRequest, ImportAuditEntry, TreeCounts } from "@vivero/contracts";
import type { Knex } from "knex";
import { Model, snakeCaseMappers } from "objection";
import { columnsOf } from "./column-names.ts";

type Trx = Knex.Transaction;
export type GenerationStatus = "queued" | "processing" | "complete" | "failed" | "cancelled";
/** Why a generation failed, in words for a planner. */
export type Failure = { code: string; message: string };

class GenerationRow extends Model {
  static override readonly tableName = "generation.scenario_generations";
  static override readonly idColumn = ["organization_id", "id"];
  static override readonly columnNameMappers = snakeCaseMappers();
  static override readonly jsonAttributes = [
    "wizardAnswers",
    "redactions",
    "answer",
    "answerJournal",
    "validationErrors",
    "metadata",
    "found",
    "lastError",
  ];
  declare organizationId: number;
  declare id: number;
  declare status: GenerationStatus;
  declare language: GenerationRequest["language"];
  declare wizardAnswers: GenerationRequest;
  declare companyName: string | null;
  declare prompt: string | null;
  declare promptRedacted: boolean;
  declare redactions: unknown[];
  declare answerText: string | null;
  declare answer: unknown;
  declare answerJournal: unknown[] | null;
  declare validationErrors: FieldError[] | null;
  declare scenarioName: string | null;
  declare found: TreeCounts | null;
  declare confidenceScore: number | null;
  declare modelVersion: string | null;
  declare inputTokens: number | null;
  declare outputTokens: number | null;
  declare totalTokens: number | null;
  declare attempts: number;
  declare runFirstAttempt: number;
  declare jobId: string | null;
  declare lastError: Failure | null;
  declare requestedBy: number | null;
  declare idempotencyKey: string | null;
  declare idempotencyHash: string | null;
  declare acceptedAt: Date | null;
  declare acceptedBy: number | null;
  declare scenarioId: number | null;
  declare cancelRequestedAt: Date | null;
  declare queuedAt: Date | null;
  declare startedAt: Date | null;
  declare finishedAt: Date | null;
  declare createdAt: Date;
  declare updatedAt: Date;
}

/** A generation's columns, without its methods; `answer` and the long texts only where they were asked for. */
export type GenerationRecord = Pick<GenerationRow, (typeof LOCKED_FIELDS)[number]>;
export type GenerationChange = Partial<Omit<GenerationRow, keyof Model>>;

const LOCKED_FIELDS = [
  "organizationId",
  "id",
  "status",
  "language",
  "companyName",
  "attempts",
  "runFirstAttempt",
  "jobId",
  "queuedAt",
  "startedAt",
  "requestedBy",
  "acceptedAt",
  "acceptedBy",
  "scenarioId",
  "scenarioName",
  "modelVersion",
  "validationErrors",
  "found",
  "lastError",
] as const satisfies readonly (keyof GenerationRow)[];

export type NewGeneration = {
  organizationId: number;
  requestedBy: number;
  /** Redacted. */
  request: GenerationRequest;
  /** Redacted. */
  prompt: string;
  redactions: readonly { kind: string; count: number }[];
  jobId: string;
  idempotency: { key: string; hash: string } | null;
  at: Date;
};

/**
 * Stores a new generation, queued; null when its idempotency key has made one before. Waits for a request with the same key
 * that is on its way. Relies on the unique index `scenario_generations_idempotency_key`. One statement.
 */
export async function insertGeneration(trx: Trx, generation: NewGeneration): Promise<number | null> {
  const { organizationId, requestedBy, request, prompt, redactions, jobId, idempotency, at } = generation;
  const { rows } = await trx.raw(
    `INSERT INTO generation.scenario_generations
       (organization_id, requested_by, language, company_name, wizard_answers, prompt, prompt_redacted, redactions,
        job_id, idempotency_key, idempotency_hash, queued_at, created_at, updated_at)
     VALUES (:organizationId, :requestedBy, :language, :companyName, :request::jsonb, :prompt, :redacted,
        :redactions::jsonb, :jobId, :key, :hash, :at, :at, :at)
     ON CONFLICT (organization_id, requested_by, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING
     RETURNING id`,
    {
      organizationId,
      requestedBy,
      language: request.language,
      companyName: request.identity.companyName,
      request: JSON.stringify(request),
      prompt,
      redacted: redactions.length > 0,
      redactions: JSON.stringify(redactions),
      jobId,
      key: idempotency?.key ?? null,
      hash: idempotency?.hash ?? null,
      at,
    },
  );
  return rows[0]?.id ?? null;
}

/** What an idempotency key made before, and for which body. */
export async function findByIdempotencyKey(
  trx: Trx,
  key: { organizationId: number; requestedBy: number; idempotencyKey: string },
): Promise<{ id: number; idempotencyHash: string | null } | undefined> {
  return GenerationRow.query(trx)
    .findOne({
      organization_id: key.organizationId,
      requested_by: key.requestedBy,
      idempotency_key: key.idempotencyKey,
    })
    .select("id", "idempotency_hash");
}

/** Locks a generation until the transaction ends: whoever changes its state comes through here. One statement. */
export async function lockGeneration(
  trx: Trx,
  organizationId: number,
  id: number,
): Promise<GenerationRecord | undefined> {
  return GenerationRow.query(trx)
    .findOne({ organization_id: organizationId, id })
    .select(columnsOf(LOCKED_FIELDS))
    .forUpdate();
}

/** What an attempt needs to ask the model. */
export async function readPrompt(
  trx: Trx,
  organizationId: number,
  id: number,
): Promise<{ prompt: string; language: GenerationRequest["language"] } | undefined> {
  const row = await GenerationRow.query(trx)
    .findOne({ organization_id: organizationId, id })
    .select("prompt", "language");
  return row ? { prompt: row.prompt ?? "", language: row.language } : undefined;
}

/** The read answer of a generation; undefined when the generation is absent. */
export async function readStoredAnswer(
  trx: Trx,
  organizationId: number,
  id: number,
): Promise<{ answer: unknown; wizardAnswers: GenerationRequest } | undefined> {
  return GenerationRow.query(trx)
    .findOne({ organization_id: organizationId, id })
    .select("answer", "wizard_answers");
}

/** Changes a generation; the caller holds its lock. One statement. */
export async function changeGeneration(
  trx: Trx,
  organizationId: number,
  id: number,
  change: GenerationChange,
): Promise<void> {
  await GenerationRow.query(trx)
    .patch({ ...change, updatedAt: new Date() })
    .where({ organization_id: organizationId, id });
}

/** Appends one entry to `metadata.import_audit`; the caller holds the row's lock. One statement, in SQL: nothing is read back and rewritten. */
export async function appendImportAudit(
  trx: Trx,
  organizationId: number,
  id: number,
  entry: ImportAuditEntry,
): Promise<void> {
  await trx.raw(
    `UPDATE generation.scenario_generations
     SET metadata = jsonb_set(metadata, '{import_audit}',
           COALESCE(metadata -> 'import_audit', '[]'::jsonb) || jsonb_build_array(:entry::jsonb)),
         updated_at = now()
     WHERE organization_id = :organizationId AND id = :id`,
    { organizationId, id, entry: JSON.stringify(entry) },
  );
}
