import type { Knex } from "knex";
import { type AttemptKey, listRun } from "./attempt-store.ts";
import { readAttemptTexts } from "./chunk-store.ts";
import { planAsk } from "./continue-answer.ts";
import { firstChunkAfter, misses, type Place, type Snapshot } from "./generation-events.ts";
import { resumableParts } from "./resume-point.ts";

/** The most chunks of one answer, so that a follower who comes late gets a long text in several. */
const CHUNKS_AT_A_TIME = 200;

/**
 * What a generation's events after a place come from; undefined when the generation is absent. Two statements, or one when
 * there was no attempt, or up to four when the follower has yet to be told of an attempt that may continue another; the caller's transaction must be `repeatable read`, so that both see one moment.
 */
export async function readSnapshot(
  trx: Knex.Transaction,
  organizationId: number,
  id: number,
  after: Place | null,
): Promise<Snapshot | undefined> {
  const { rows } = await trx.raw(
    `SELECT generation.status, generation.attempts, generation.run_first_attempt AS "runFirstAttempt",
       generation.last_error AS "lastError", generation.queued_at AS "queuedAt",
       generation.finished_at AS "finishedAt", latest.attempt, latest.status AS "attemptStatus", latest.error
     FROM generation.scenario_generations AS generation
     LEFT JOIN generation.generation_attempts AS latest
       ON latest.organization_id = generation.organization_id AND latest.generation_id = generation.id
       AND latest.attempt = generation.attempts
     WHERE generation.organization_id = :organizationId AND generation.id = :id`,
    { organizationId, id },
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  const { attempt, attemptStatus, error, ...generation } = row;
  if (attempt === null) return { ...generation, latest: null, before: null, chunks: [], moreChunks: false };
  const chunks = await trx.raw(
    `SELECT sequence, text, characters FROM generation.generation_chunks
     WHERE organization_id = :organizationId AND generation_id = :id AND attempt = :attempt
       AND sequence >= :from
     ORDER BY sequence LIMIT :limit`,
    { organizationId, id, attempt, from: firstChunkAfter(after, attempt), limit: CHUNKS_AT_A_TIME + 1 },
  );
  return {
    ...generation,
    latest: { attempt, status: attemptStatus, error },
    before: misses(after, attempt)
      ? await readBefore(trx, { organizationId, generationId: id, attempt }, row.runFirstAttempt)
      : null,
    chunks: chunks.rows.slice(0, CHUNKS_AT_A_TIME),
    moreChunks: chunks.rows.length > CHUNKS_AT_A_TIME,
  };
}

/** The text that an attempt goes on from; null when it asks for a whole answer. */
async function readBefore(
  trx: Knex.Transaction,
  key: AttemptKey,
  runFirstAttempt: number,
): Promise<string | null> {
  if (key.attempt <= runFirstAttempt) return null;
  const run = await listRun(trx, key, runFirstAttempt);
  const { ask } = planAsk(run.filter(({ attempt }) => attempt < key.attempt));
  return ask.kind === "rest" ? resumableParts(await readAttemptTexts(trx, key, ask.parts)).join("") : null;
}
