import type { Knex } from "knex";
import { limitLockWait } from "../tenant-table.ts";

/** Each index commits by itself, built while the table is in use. */
export const config = { transaction: false };

const TABLES = ["capabilities", "competencies", "skills"] as const;

/**
 * Search that forgives: the names of active entities and of those merged into them, by letters in common.
 *
 * `catalog.search_active_names` is for the service what no plain SQL of its could be: LIKE and the trigram operators are
 * not leakproof, so row-level security keeps them out of index conditions. It runs as the owner, sees every row, and asks
 * for the organization of `vivero.organization_id` itself; without one it finds nothing. A trigram index has no place
 * for the organization: rows of others are passed over, never given.
 *
 * The index finds the rows that hold the term's longest word, or one like it; each other word has to be there too. What
 * comes first: the name itself, names that begin with the term, hold it at the beginning of a word, hold it anywhere, then
 * the nearest in letters; an alias stands behind a name.
 */
export async function up(knex: Knex): Promise<void> {
  for (const table of TABLES) {
    // A concurrent build that was cut off leaves an invalid index of this name behind.
    await knex.raw(`DROP INDEX CONCURRENTLY IF EXISTS catalog.${table}_searched_names`);
    await knex.raw(`
      CREATE INDEX CONCURRENTLY ${table}_searched_names ON catalog.${table} USING gin (search_key public.gin_trgm_ops)
        WHERE status IN ('active', 'merged')
    `);
  }
  await knex.transaction(createSearch);
}

async function createSearch(trx: Knex.Transaction): Promise<void> {
  await limitLockWait(trx);
  await trx.raw(String.raw`
    CREATE OR REPLACE FUNCTION catalog.search_active_names(kind text, term text, parents bigint[], after_score integer,
      after_id bigint, most integer) RETURNS TABLE (id bigint, score integer)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $function$
    DECLARE
      organization bigint := NULLIF(current_setting('vivero.organization_id', true), '')::bigint;
      tree_table text := CASE kind WHEN 'capability' THEN 'capabilities' WHEN 'competency' THEN 'competencies'
        WHEN 'skill' THEN 'skills' END;
      parent_column text := CASE kind WHEN 'competency' THEN 'capability_id' WHEN 'skill' THEN 'competency_id' ELSE 'id' END;
      words text[] := string_to_array(term, ' ');
      longest text := (SELECT word FROM unnest(words) AS word ORDER BY char_length(word) DESC LIMIT 1);
    BEGIN
      IF organization IS NULL OR tree_table IS NULL THEN RETURN; END IF;
      -- Until the transaction ends. A clause SET of the function would need a superuser before pg_trgm is loaded.
      PERFORM set_config('pg_trgm.word_similarity_threshold', '0.5', true);
      RETURN QUERY EXECUTE format($query$
        WITH found AS (
          SELECT COALESCE(named.merged_into_id, named.id) AS id,
            CASE
              WHEN search_key = $2 THEN 10000
              WHEN starts_with(search_key, $2) THEN 9000
              WHEN strpos(search_key, ' ' || $2) > 0 THEN 8000
              WHEN strpos(search_key, $2) > 0 THEN 7000
              ELSE (SELECT CASE WHEN min(nearness) >= 0.5 THEN round(6000 * avg(nearness)) ELSE 0 END
                FROM (SELECT CASE WHEN strpos(search_key, word) > 0 THEN 1 ELSE word_similarity(word, search_key) END
                  FROM unnest($3) AS word) AS each (nearness))
            END::integer - CASE WHEN named.status = 'merged' THEN 50 ELSE 0 END AS score
          FROM catalog.%1$I AS named
          WHERE named.organization_id = $1 AND named.status IN ('active', 'merged')
            AND (search_key LIKE $4 OR $5 <%% search_key)
        ), best AS (
          SELECT found.id, max(found.score) AS score FROM found WHERE found.score > 0 GROUP BY found.id
        )
        SELECT best.id, best.score FROM best
        JOIN catalog.%1$I AS entity ON entity.organization_id = $1 AND entity.id = best.id
        WHERE entity.status = 'active' AND ($6 IS NULL OR entity.%2$I = ANY ($6))
          AND ($7 IS NULL OR (-best.score, entity.search_key, entity.id) > (-$7,
            (SELECT last.search_key FROM catalog.%1$I AS last WHERE last.organization_id = $1 AND last.id = $8), $8))
        ORDER BY best.score DESC, entity.search_key, entity.id LIMIT $9
      $query$, tree_table, parent_column)
      USING organization, term, words, '%' || regexp_replace(longest, '([\\%_])', '\\\1', 'g') || '%', longest,
        parents, after_score, after_id, most;
    END
    $function$;
    REVOKE ALL ON FUNCTION catalog.search_active_names FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION catalog.search_active_names TO catalog_service;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("DROP FUNCTION IF EXISTS catalog.search_active_names");
  for (const table of TABLES)
    await knex.raw(`DROP INDEX CONCURRENTLY IF EXISTS catalog.${table}_searched_names`);
}
