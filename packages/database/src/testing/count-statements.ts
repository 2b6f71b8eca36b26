import type { Database } from "../connection/open-database.ts";

export type CountedWork<T> = {
  result: T;
  /** The SQL of each statement in order, `BEGIN;` and `COMMIT;` included. */
  statements: string[];
};

/**
 * Runs `work` and tells which statements went to the database meanwhile. Whatever else uses the same `Database` at the
 * same time is counted too.
 */
export async function countStatements<T>(
  database: Database,
  work: () => Promise<T>,
): Promise<CountedWork<T>> {
  const statements: string[] = [];
  const note = ({ sql }: { sql: string }) => statements.push(sql);
  database.knex.on("query", note);
  try {
    return { result: await work(), statements };
  } finally {
    database.knex.removeListener("query", note);
  }
}
