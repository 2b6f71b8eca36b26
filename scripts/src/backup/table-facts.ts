import type { Database } from "@vivero/database";

type Queries = Pick<Database["knex"], "raw">;

/** How many rows a table holds, and a sum over the contents of all of them that does not depend on their order. */
export interface TableFacts {
  readonly rows: number;
  readonly checksum: string;
}

/** By `schema.table`, in the order of their names. */
export type DatabaseFacts = Readonly<Record<string, TableFacts>>;

/** The schemas that hold the product's data. The job queues beside them keep moving by themselves. */
export const DATA_SCHEMAS = ["generation", "catalog"] as const;

/**
 * Counts and sums up every table of the product's schemas, one statement a table, in the caller's transaction: its
 * snapshot decides of which moment they are.
 *
 * A checksum adds up the two halves of each row's MD5 as 64-bit numbers: equal contents give equal sums, and a change that
 * nobody crafted gives another. Whoever is not allowed to see all rows gets an error and never a smaller count.
 */
export async function readDatabaseFacts(trx: Queries): Promise<DatabaseFacts> {
  await trx.raw("SET LOCAL row_security = off");
  await trx.raw(
    "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres'; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL xmloption = content",
  );
  const { rows: tables } = await trx.raw(TABLES, [[...DATA_SCHEMAS]]);
  const facts: Record<string, TableFacts> = {};
  for (const { name, quoted } of tables as { name: string; quoted: string }[]) {
    const { rows } = await trx.raw(
      `SELECT count(*) AS rows,
              COALESCE(sum(('x' || left(hash, 16))::bit(64)::bigint::numeric), 0)::text || '/' ||
              COALESCE(sum(('x' || right(hash, 16))::bit(64)::bigint::numeric), 0)::text AS checksum
         FROM (SELECT md5((whole_row.*)::text) AS hash FROM ${quoted} AS whole_row) AS hashed`,
    );
    facts[name] = { rows: Number(rows[0].rows), checksum: rows[0].checksum };
  }
  return facts;
}

const TABLES = `
  SELECT nspname || '.' || relname AS name, format('%I.%I', nspname, relname) AS quoted
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
   WHERE nspname = ANY (?) AND relkind IN ('r', 'p') AND NOT relispartition
   ORDER BY 1`;

/** The tables whose facts are not the same, and how. */
export function differingTables(one: DatabaseFacts, other: DatabaseFacts): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .sort()
    .filter((name) => one[name]?.rows !== other[name]?.rows || one[name]?.checksum !== other[name]?.checksum);
}

/** Whether nobody has written anything into this database yet: it is fresh, or only migrated. */
export async function holdsNothing(queries: Queries): Promise<boolean> {
  for (const table of [
    "generation.scenarios",
    "generation.scenario_generations",
    "generation.audit_chains",
    "catalog.audit_chains",
  ]) {
    const { rows: known } = await queries.raw("SELECT to_regclass(?) IS NOT NULL AS exists", [table]);
    if (!known[0].exists) continue;
    const { rows } = await queries.raw(`SELECT EXISTS (SELECT FROM ${table}) AS filled`);
    if (rows[0].filled) return false;
  }
  return true;
}
