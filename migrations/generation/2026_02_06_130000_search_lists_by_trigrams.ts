import type { Knex } from "knex";
import { limitLockWait } from "../tenant-table.ts";

/** Each index commits by itself, built while the table is in use. */
export const config = { transaction: false };

/** What is searched: each table with the columns whose text is looked through, and the function that does it. */
const SEARCHES = [
  { table: "scenarios", columns: ["name"], find: "find_scenarios" },
  { table: "scenario_generations", columns: ["company_name", "scenario_name"], find: "find_generations" },
] as const;

/**
 * Lists of 100,000 rows, searched by their names through an index.
 *
 * The functions are for the service what no plain SQL of its could be: ILIKE is not leakproof, so row-level security keeps
 * it out of index conditions. They run as the owner, see every row, and ask for the organization of
 * `vivero.organization_id` themselves; without one they find nothing. A trigram index has no place for the organization:
 * rows of others are passed over, never given.
 *
 * They look through the newest 2,000 rows first, which is where a common term fills its page, and go to the index only
 * for the rest: row-level security keeps the planner from the statistics that would tell it which of the two is quicker.
 */
export async function up(knex: Knex): Promise<void> {
  for (const { table, columns } of SEARCHES) {
    // A concurrent build that was cut off leaves an invalid index of this name behind.
    await knex.raw(`DROP INDEX CONCURRENTLY IF EXISTS generation.${table}_searched_names`);
    await knex.raw(`
      CREATE INDEX CONCURRENTLY ${table}_searched_names ON generation.${table}
        USING gin (${columns.map((column) => `${column} public.gin_trgm_ops`).join(", ")})
    `);
  }
  await knex.transaction(async (trx) => {
    await limitLockWait(trx);
    for (const search of SEARCHES) await createFind(trx, search);
  });
}

async function createFind(trx: Knex.Transaction, { table, columns, find }: (typeof SEARCHES)[number]) {
  const matches = columns.map((column) => `${column} ILIKE $4`).join(" OR ");
  await trx.raw(`
    CREATE OR REPLACE FUNCTION generation.${find}(pattern text, wanted_status text, before_id bigint, most integer)
      RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $function$
    DECLARE
      found bigint[];
      organization bigint := NULLIF(current_setting('vivero.organization_id', true), '')::bigint;
    BEGIN
      IF organization IS NULL THEN RETURN; END IF;
      EXECUTE $query$
        SELECT ARRAY(SELECT id FROM (
          SELECT * FROM generation.${table}
          WHERE organization_id = $1 AND ($2 IS NULL OR status = $2) AND ($3 IS NULL OR id < $3)
          ORDER BY id DESC LIMIT 2000
        ) AS newest WHERE ${matches} ORDER BY id DESC LIMIT $5)
      $query$ INTO found USING organization, wanted_status, before_id, pattern, most;
      IF cardinality(found) < most THEN
        EXECUTE $query$
          SELECT ARRAY(SELECT id FROM generation.${table}
            WHERE organization_id = $1 AND ($2 IS NULL OR status = $2) AND ($3 IS NULL OR id < $3) AND (${matches})
            ORDER BY id DESC LIMIT $5)
        $query$ INTO found USING organization, wanted_status, before_id, pattern, most;
      END IF;
      RETURN QUERY SELECT unnest(found);
    END
    $function$;
    REVOKE ALL ON FUNCTION generation.${find} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION generation.${find} TO generation_service;
  `);
}

export async function down(knex: Knex): Promise<void> {
  for (const { table, find } of SEARCHES) {
    await knex.raw(`DROP FUNCTION IF EXISTS generation.${find}`);
    await knex.raw(`DROP INDEX CONCURRENTLY IF EXISTS generation.${table}_searched_names`);
  }
}
