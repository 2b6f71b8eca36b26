import {
  type Generation,
  type GenerationListQuerySchema,
  type GenerationSummary,
  scenarioAnswerWarnings,
} from "@vivero/contracts";
import type { Knex } from "knex";
import type { Static } from "typebox";
import { listPage } from "./list-read-model.ts";

type Trx = Knex.Transaction;
type GenerationListQuery = Static<typeof GenerationListQuerySchema>;

type SummaryRow = {
  id: number;
  status: GenerationSummary["status"];
  language: GenerationSummary["language"];
  company_name: string;
  scenario_name: string | null;
  found: GenerationSummary["found"];
  confidence_score: number | null;
  attempts: number;
  last_error: GenerationSummary["lastError"];
  requested_by: number | null;
  created_at: Date;
  finished_at: Date | null;
  accepted_at: Date | null;
  accepted_by: number | null;
  scenario_id: number | null;
};

type Row = SummaryRow & {
  wizard_answers: Generation["request"];
  prompt_redacted: boolean;
  redactions: Generation["redactions"];
  answer_text: string | null;
  answer: unknown;
  answer_journal: Generation["journal"] | null;
  validation_errors: Generation["validationErrors"] | null;
  model_version: string | null;
  input_tokens: number | null;
  output_tokens: number | null;
  total_tokens: number | null;
  import_audit: Generation["importAudit"];
  started_at: Date | null;
};

type AttemptRow = {
  attempt: number;
  status: Generation["attemptList"][number]["status"];
  started_at: Date;
  ended_at: Date | null;
  model_version: string | null;
  finish_reason: string | null;
  input_tokens: number | null;
  output_tokens: number | null;
  usage_estimated: boolean;
  cost: number | null;
  cost_currency: string | null;
  /** Of all attempts; null where they were paid in several currencies. */
  total_cost: number | null;
  error: { code: string; message: string } | null;
};

/** Nothing that has to be fetched out of line: a page of generations must not open answers of megabytes. */
const SUMMARY_COLUMNS = `id, status, language, COALESCE(company_name, '') AS company_name, scenario_name, found,
  confidence_score, attempts, last_error, requested_by, created_at, finished_at, accepted_at, accepted_by, scenario_id`;

/** One generation in short; undefined when it is absent. One statement. */
export async function findGenerationSummary(
  trx: Trx,
  organizationId: number,
  id: number,
): Promise<GenerationSummary | undefined> {
  const { rows } = await trx.raw<{ rows: SummaryRow[] }>(
    `SELECT ${SUMMARY_COLUMNS} FROM generation.scenario_generations
     WHERE organization_id = :organizationId AND id = :id`,
    { organizationId, id },
  );
  return rows[0] && toSummary(rows[0]);
}

/** One generation with everything but its prompt; undefined when it is absent. Two statements. */
export async function findGeneration(
  trx: Trx,
  organizationId: number,
  id: number,
): Promise<Generation | undefined> {
  const { rows } = await trx.raw<{ rows: Row[] }>(
    `SELECT ${SUMMARY_COLUMNS}, wizard_answers, prompt_redacted, redactions, answer_text, answer, answer_journal,
       validation_errors, model_version, input_tokens, output_tokens, total_tokens, started_at,
       COALESCE(metadata -> 'import_audit', '[]'::jsonb) AS import_audit
     FROM generation.scenario_generations WHERE organization_id = :organizationId AND id = :id`,
    { organizationId, id },
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  const attempts = await trx.raw<{ rows: AttemptRow[] }>(
    `SELECT attempt, status, started_at, ended_at, model_version, finish_reason, input_tokens, output_tokens,
       usage_estimated, error,
       cost::float8, cost_currency,
       CASE WHEN min(cost_currency) OVER () = max(cost_currency) OVER () THEN (sum(cost) OVER ())::float8 END AS total_cost
     FROM generation.generation_attempts
     WHERE organization_id = :organizationId AND generation_id = :id ORDER BY attempt`,
    { organizationId, id },
  );
  return {
    ...toSummary(row),
    // A generation from before the wizard has none.
    request: row.wizard_answers && "identity" in row.wizard_answers ? row.wizard_answers : null,
    promptRedacted: row.prompt_redacted,
    redactions: row.redactions,
    answerText: row.answer_text,
    answer: row.answer,
    journal: row.answer_journal ?? [],
    validationErrors: row.validation_errors ?? [],
    warnings: scenarioAnswerWarnings(row.answer),
    modelVersion: row.model_version,
    usage: toUsage(row.input_tokens, row.output_tokens, attempts.rows.some(isEstimated)),
    cost: toTotalCost(attempts.rows),
    attemptList: attempts.rows.map(toAttempt),
    importAudit: row.import_audit,
    startedAt: row.started_at?.toISOString() ?? null,
  };
}

/** A page of generations, newest first. One statement. */
export async function listGenerations(
  trx: Trx,
  organizationId: number,
  query: GenerationListQuery,
): Promise<{ items: GenerationSummary[]; nextCursor: string | null }> {
  const from = { table: "scenario_generations", columns: SUMMARY_COLUMNS, organizationId } as const;
  const { rows, nextCursor } = await listPage<SummaryRow>(trx, from, query);
  return { items: rows.map(toSummary), nextCursor };
}

function toSummary(row: SummaryRow): GenerationSummary {
  return {
    id: row.id,
    status: row.status,
    language: row.language,
    companyName: row.company_name,
    scenarioName: row.scenario_name,
    found: row.found,
    confidenceScore: row.confidence_score,
    attempts: row.attempts,
    lastError: row.last_error,
    requestedBy: row.requested_by,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    acceptedAt: row.accepted_at?.toISOString() ?? null,
    acceptedBy: row.accepted_by,
    scenarioId: row.scenario_id,
  };
}

function toAttempt(row: AttemptRow): Generation["attemptList"][number] {
  return {
    attempt: row.attempt,
    status: row.status,
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    modelVersion: row.model_version,
    finishReason: row.finish_reason,
    usage: toUsage(row.input_tokens, row.output_tokens, row.usage_estimated),
    cost: toCost(row.cost, row.cost_currency, row.usage_estimated),
    error: row.error && { code: row.error.code, message: row.error.message },
  };
}

/** An attempt that still runs is in nobody's total yet. */
function isEstimated({ status, usage_estimated }: AttemptRow): boolean {
  return usage_estimated && status !== "running";
}

function toUsage(input: number | null, output: number | null, estimated: boolean): Generation["usage"] {
  if (input === null && output === null) return null;
  const inputTokens = input ?? 0;
  const outputTokens = output ?? 0;
  return { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens, ...mark(estimated) };
}

function toCost(amount: number | null, currency: string | null, estimated: boolean): Generation["cost"] {
  return amount === null || currency === null ? null : { amount, currency, ...mark(estimated) };
}

function toTotalCost(attempts: readonly AttemptRow[]): Generation["cost"] {
  const paid = attempts.find(({ cost }) => cost !== null);
  return paid ? toCost(paid.total_cost, paid.cost_currency, attempts.some(isEstimated)) : null;
}

function mark(estimated: boolean): { estimated?: true } {
  return estimated ? { estimated } : {};
}
