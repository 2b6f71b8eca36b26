import type { Knex } from "knex";
import { readIdCursor, writeIdCursor } from "./list-cursor.ts";

/** A list of rows with an id, a status and names that can be searched. */
export type ListedTable = "scenarios" | "scenario_generations";

export type ListQuery = {
  cursor?: string | undefined;
  limit?: number | undefined;
  status?: string | undefined;
  search?: string | undefined;
};

/** For each table the function of the database that searches its names. */
const FIND = { scenarios: "find_scenarios", scenario_generations: "find_generations" } as const;

const DEFAULT_LIMIT = 50;

/**
 * A page of an organization's rows, newest first. One statement, whatever the query. Walks the primary key, or the index on
 * status, backwards from the cursor; a search asks the database's function for the ids of the page, which goes by a trigram
 * index where that is quicker (see the migration for why the service itself cannot).
 * @throws ViveroError INVALID_REQUEST for a cursor that no page gave
 */
export async function listPage<Row extends { id: number }>(
  trx: Knex.Transaction,
  from: { table: ListedTable; columns: string; organizationId: number },
  { cursor, limit = DEFAULT_LIMIT, status, search }: ListQuery,
): Promise<{ rows: Row[]; nextCursor: string | null }> {
  const before = cursor === undefined ? null : readIdCursor(cursor);
  const query = trx(`generation.${from.table}`)
    .select(trx.raw(from.columns))
    .where("organization_id", from.organizationId)
    .orderBy("id", "desc");
  if (search !== undefined) {
    // No limit here: it would tempt the planner to walk all rows in order and to look for these few among them.
    const pattern = `%${escapeLike(search)}%`;
    query.whereRaw(`id = ANY (ARRAY(SELECT generation.${FIND[from.table]}(?, ?, ?, ?)))`, [
      pattern,
      status ?? null,
      before,
      limit + 1,
    ] as Knex.RawBinding[]);
  } else {
    query.limit(limit + 1);
    if (before !== null) query.where("id", "<", before);
    if (status !== undefined) query.where("status", status);
  }
  const rows = (await query) as Row[];
  return {
    rows: rows.slice(0, limit),
    nextCursor: rows.length > limit ? writeIdCursor(rows[limit - 1]?.id) : null,
  };
}

/** Text for LIKE in which nothing is a wildcard. */
function escapeLike(search: string): string {
  return search.replace(/[\\%_]/g, "\\$&");
}
