import type { Knex } from "knex";
import type { AttemptKey } from "./attempt-store.ts";
import { announceNews } from "./generation-news-store.ts";

type Trx = Knex.Transaction;

/** A stored piece of an answer; `characters` is the length of the attempt's text up to its end, in UTF-16 units. */
export type Chunk = { sequence: number; text: string; characters: number };

/**
 * Stores the next chunk of a running attempt and tells followers; false, and nothing stored, when the attempt no longer
 * runs. Updating the attempt's row first locks it, so that no chunk can slip in behind a takeover or a cancellation.
 * Two statements.
 */
export async function storeChunk(trx: Trx, key: AttemptKey, chunk: Chunk): Promise<boolean> {
  const { rows } = await trx.raw(
    `WITH alive AS (
       UPDATE generation.generation_attempts SET heartbeat_at = now()
       WHERE organization_id = :organizationId AND generation_id = :generationId AND attempt = :attempt
         AND status = 'running'
       RETURNING organization_id, generation_id, attempt)
     INSERT INTO generation.generation_chunks
       (organization_id, generation_id, attempt, sequence, text, characters)
     SELECT organization_id, generation_id, attempt, :sequence::int, :content::text, :characters::int FROM alive
     RETURNING sequence`,
    { ...key, sequence: chunk.sequence, content: chunk.text, characters: chunk.characters },
  );
  if (rows.length === 0) return false;
  await announceNews(trx, key.organizationId, key.generationId);
  return true;
}

/** The whole text of each of these attempts, each attempt's chunks in order. One statement. */
export async function readAttemptTexts(
  trx: Trx,
  { organizationId, generationId }: Omit<AttemptKey, "attempt">,
  attempts: readonly number[],
): Promise<string[]> {
  const { rows } = await trx.raw(
    `SELECT string_agg(text, '' ORDER BY sequence) AS text FROM generation.generation_chunks
     WHERE organization_id = :organizationId AND generation_id = :generationId AND attempt = ANY(:attempts::int[])
     GROUP BY attempt ORDER BY attempt`,
    { organizationId, generationId, attempts: [...attempts] },
  );
  return rows.map(({ text }: { text: string }) => text);
}
