import type { Knex } from "knex";
import { limitLockWait } from "../tenant-table.ts";

const TABLES = ["capabilities", "competencies", "skills"] as const;

/**
 * `search_key`: the name key without combining accents, for a search that forgives them, and the order of the catalog's
 * pages. PostgreSQL computes it, so that nothing that writes names can forget it. Recomposed (NFC), it is never longer
 * than the name key and fits into an index entry like that.
 *
 * The index holds what a search reads to find a page, so that it need not visit the rows it passes over. A trigram
 * index would not serve: LIKE is not leakproof, so row-level security keeps it out of index conditions.
 *
 * The column rewrites its table; this runs before the first import.
 */
export async function up(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  for (const table of TABLES) {
    await trx.raw(`
      ALTER TABLE catalog.${table} ADD COLUMN search_key text NOT NULL GENERATED ALWAYS AS
        (${withoutAccents("name_key")}) STORED;
      COMMENT ON COLUMN catalog.${table}.search_key IS 'The name key without accents: for searching and sorting.';
      CREATE INDEX ${table}_active_search ON catalog.${table} (organization_id, search_key, id) WHERE status = 'active';
    `);
  }
}

export async function down(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  for (const table of TABLES) {
    await trx.raw(`
      DROP INDEX catalog.${table}_active_search;
      ALTER TABLE catalog.${table} DROP COLUMN search_key;
    `);
  }
}

/** An expression; what is plain ASCII, which most names are, is taken as it stands and costs nothing. */
function withoutAccents(text: string): string {
  return `CASE WHEN octet_length(${text}) = char_length(${text}) THEN ${text}
        ELSE normalize(regexp_replace(normalize(${text}, NFD), '[\\u0300-\\u036f]', '', 'g'), NFC) END`;
}
