import type { FieldError } from "@vivero/contracts";
import type { Knex } from "knex";
import { costOf } from "./attempt-cost.ts";
import { type AttemptUsage, estimateTokens } from "./attempt-usage.ts";
import { ANSWER_CUT, type PastAttempt } from "./continue-answer.ts";
import type { PriceSettings } from "./env.ts";
import type { Failure } from "./generation-store.ts";
import type { ModelUsage } from "./model/language-model.ts";

type Trx = Knex.Transaction;

/** One attempt of one generation. Every write of a worker names it, so that a worker that was replaced writes nothing. */
export type AttemptKey = { organizationId: number; generationId: number; attempt: number };

/**
 * Why an attempt ended without a valid answer; `errors` say where an answer that was read breaks the contract, `excerpts` are
 * the parts of it that are at fault, in short.
 */
export type AttemptError = Failure & { errors?: readonly FieldError[]; excerpts?: readonly string[] };

export type AttemptEnd = {
  status: "succeeded" | "failed" | "abandoned" | "cancelled";
  modelVersion?: string | null;
  finishReason?: string | null;
  usage: AttemptUsage;
  prices: PriceSettings;
  error?: AttemptError | null;
};

/**
 * Begins an attempt, with an estimate of what is sent: from now on it counts. Relies on `generation_attempts_one_running`:
 * a second one beside it fails. One statement.
 */
export async function beginAttempt(
  trx: Trx,
  key: AttemptKey,
  { worker, inputTokens }: { worker: string; inputTokens: number },
): Promise<void> {
  await trx.raw(
    `INSERT INTO generation.generation_attempts
       (organization_id, generation_id, attempt, worker, input_tokens, usage_estimated)
     VALUES (:organizationId, :generationId, :attempt, :worker, :inputTokens, true)`,
    { ...key, worker, inputTokens },
  );
}

/** An attempt's tokens by the length of what was sent and of what is stored of the answer. One statement. */
export async function estimateUsage(trx: Trx, key: AttemptKey): Promise<ModelUsage> {
  const { rows } = await trx.raw(
    `SELECT input_tokens AS "inputTokens",
       (SELECT COALESCE(max(characters), 0) FROM generation.generation_chunks
        WHERE organization_id = :organizationId AND generation_id = :generationId AND attempt = :attempt) AS characters
     FROM generation.generation_attempts
     WHERE organization_id = :organizationId AND generation_id = :generationId AND attempt = :attempt`,
    key,
  );
  const { inputTokens = null, characters = 0 } = rows[0] ?? {};
  return { inputTokens, outputTokens: estimateTokens(characters) };
}

/** Ends an attempt that still runs; false when it was ended by somebody else. One statement. */
export async function endAttempt(trx: Trx, key: AttemptKey, end: AttemptEnd): Promise<boolean> {
  const { inputTokens, outputTokens, estimated } = end.usage;
  const cost = costOf(end.usage, end.prices);
  const { rows } = await trx.raw(
    `UPDATE generation.generation_attempts
     SET status = :status, model_version = :modelVersion, finish_reason = :finishReason,
         input_tokens = :inputTokens, output_tokens = :outputTokens, usage_estimated = :estimated,
         cost = :cost, cost_currency = :currency, error = :error::jsonb, ended_at = now()
     WHERE organization_id = :organizationId AND generation_id = :generationId AND attempt = :attempt
       AND status = 'running'
     RETURNING attempt`,
    {
      ...key,
      status: end.status,
      modelVersion: end.modelVersion ?? null,
      finishReason: end.finishReason ?? null,
      inputTokens,
      outputTokens,
      estimated,
      cost: cost?.amount ?? null,
      currency: cost?.currency ?? null,
      error: end.error ? JSON.stringify(end.error) : null,
    },
  );
  return rows.length > 0;
}

/**
 * Ends whatever attempt of a generation still runs, its tokens estimated: its worker died or stopped, or its generation was
 * cancelled. The caller holds the generation's lock. Gives the attempt's number, or null when none ran. Up to three
 * statements.
 */
export async function endRunningAttempt(
  trx: Trx,
  { organizationId, generationId }: Omit<AttemptKey, "attempt">,
  end: { status: "abandoned" | "cancelled"; error: AttemptError | null; prices: PriceSettings },
): Promise<number | null> {
  const { rows } = await trx.raw(
    `SELECT attempt FROM generation.generation_attempts
     WHERE organization_id = :organizationId AND generation_id = :generationId AND status = 'running'`,
    { organizationId, generationId },
  );
  const attempt: number | undefined = rows[0]?.attempt;
  if (attempt === undefined) return null;
  const key = { organizationId, generationId, attempt };
  const usage = { ...(await estimateUsage(trx, key)), estimated: true };
  return (await endAttempt(trx, key, { ...end, usage })) ? attempt : null;
}

/** Says that an attempt's worker lives; false when the attempt no longer runs, and the worker has to stop. One statement. */
export async function touchAttempt(trx: Trx, key: AttemptKey): Promise<boolean> {
  const { rows } = await trx.raw(
    `UPDATE generation.generation_attempts SET heartbeat_at = now()
     WHERE organization_id = :organizationId AND generation_id = :generationId AND attempt = :attempt
       AND status = 'running'
     RETURNING attempt`,
    key,
  );
  return rows.length > 0;
}

/** What the present run of a generation has used of its budget. */
export type Spent = {
  /**
   * Those that their worker saw through, and of those that were lost with their worker all but the first: a run survives one
   * crash. What a worker that was told to stop handed back does not count.
   */
  attempts: number;
  /** Attempts that brought an answer to its end; a part that is continued is none. */
  asks: number;
  tokens: number;
  /** Attempts whose worker died over them. */
  lost: number;
  /** Time since the first attempt began. */
  elapsedMs: number;
};

/** One statement over the attempts from `firstAttempt` on. */
export async function sumRun(
  trx: Trx,
  { organizationId, generationId }: Omit<AttemptKey, "attempt">,
  firstAttempt: number,
): Promise<Spent> {
  const { rows } = await trx.raw(
    `SELECT (count(*) FILTER (WHERE status <> 'abandoned')
         + greatest(count(*) FILTER (WHERE error ->> 'code' = 'WORKER_LOST') - 1, 0))::int AS attempts,
       (count(*) FILTER (WHERE status = 'succeeded'
         OR (error ->> 'code' LIKE 'ANSWER%' AND error ->> 'code' <> :cut)))::int AS asks,
       COALESCE(sum(COALESCE(input_tokens, 0) + COALESCE(output_tokens, 0)), 0)::int AS tokens,
       (count(*) FILTER (WHERE error ->> 'code' = 'WORKER_LOST'))::int AS lost,
       COALESCE(EXTRACT(EPOCH FROM now() - min(started_at)) * 1000, 0)::float8 AS "elapsedMs"
     FROM generation.generation_attempts
     WHERE organization_id = :organizationId AND generation_id = :generationId AND attempt >= :firstAttempt`,
    { organizationId, generationId, firstAttempt, cut: ANSWER_CUT },
  );
  return rows[0];
}

/** The tokens of all attempts of a generation, estimates included; null where none were spent. One statement. */
export async function sumUsage(
  trx: Trx,
  { organizationId, generationId }: Omit<AttemptKey, "attempt">,
): Promise<{ inputTokens: number | null; outputTokens: number | null }> {
  const { rows } = await trx.raw(
    `SELECT sum(input_tokens)::int AS "inputTokens", sum(output_tokens)::int AS "outputTokens"
     FROM generation.generation_attempts
     WHERE organization_id = :organizationId AND generation_id = :generationId`,
    { organizationId, generationId },
  );
  return rows[0];
}

/** The attempts of a run, oldest first, and why each ended. One statement. */
export async function listRun(
  trx: Trx,
  { organizationId, generationId }: Omit<AttemptKey, "attempt">,
  firstAttempt: number,
): Promise<PastAttempt[]> {
  const { rows } = await trx.raw(
    `SELECT attempt, error FROM generation.generation_attempts
     WHERE organization_id = :organizationId AND generation_id = :generationId AND attempt >= :firstAttempt
     ORDER BY attempt`,
    { organizationId, generationId, firstAttempt },
  );
  return rows;
}
