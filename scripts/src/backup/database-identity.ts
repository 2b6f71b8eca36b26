import type { Database } from "@vivero/database";

type Queries = Pick<Database["knex"], "raw">;

/** Which database this is. */
export interface DatabaseIdentity {
  /** Made once by initdb for a server and the copies of its files; a decimal number. */
  readonly systemIdentifier: string;
  readonly database: string;
  /** As the server says it, like `15.18`. */
  readonly serverVersion: string;
  readonly serverMajor: number;
}

/** One statement. */
export async function readDatabaseIdentity(queries: Queries): Promise<DatabaseIdentity> {
  const { rows } = await queries.raw(
    `SELECT system_identifier::text AS system_identifier, current_database() AS database,
            current_setting('server_version') AS version, current_setting('server_version_num')::int / 10000 AS major
       FROM pg_control_system()`,
  );
  const [row] = rows;
  return {
    systemIdentifier: row.system_identifier,
    database: row.database,
    serverVersion: row.version,
    serverMajor: Number(row.major),
  };
}

/** What a database remembers of its past: a copy of it has the same past, up to when it was taken. */
export interface DatabasePast {
  /** The time at which each migration ran, by `schema name`. */
  readonly migrations: ReadonlyMap<string, string>;
  /** The last audit event of each chain, by `schema organization`. */
  readonly chainHeads: ReadonlyMap<string, { sequence: number; hash: string }>;
}

const SCHEMAS = ["generation", "catalog"] as const;

/** Reads it where the tables are there; four statements. */
export async function readDatabasePast(queries: Queries): Promise<DatabasePast> {
  const migrations = new Map<string, string>();
  const chainHeads = new Map<string, { sequence: number; hash: string }>();
  for (const schema of SCHEMAS) {
    for (const row of await rowsOf(
      queries,
      `${schema}.knex_migrations`,
      "name, migration_time::text AS time",
    )) {
      migrations.set(`${schema} ${row.name}`, String(row.time));
    }
    const heads =
      "organization_id::text AS organization, sequence::text AS sequence, encode(hash, 'hex') AS hash";
    for (const row of await rowsOf(queries, `${schema}.audit_chains`, heads)) {
      chainHeads.set(`${schema} ${row.organization}`, {
        sequence: Number(row.sequence),
        hash: String(row.hash),
      });
    }
  }
  return { migrations, chainHeads };
}

/**
 * Why `backup` is not an earlier state of the database that `live` reads; undefined when nothing speaks against it.
 * A migration that ran in both at different times, or an audit event that the live chain does not have, is another past.
 */
export async function foreignPast(live: Queries, backup: DatabasePast): Promise<string | undefined> {
  const past = await readDatabasePast(live);
  const [oldest] = [...backup.migrations].sort();
  if (oldest === undefined) return past.migrations.size > 0 ? "it holds no Vivero database" : undefined;
  const [name, time] = oldest;
  if (past.migrations.get(name) !== time) {
    return `its first migration (${name}) ran at ${time}, here at ${past.migrations.get(name) ?? "no time"}`;
  }
  for (const [chain, { sequence, hash }] of backup.chainHeads) {
    const [schema, organization] = chain.split(" ");
    const { rows } = await live.raw(
      `SELECT encode(hash, 'hex') AS hash FROM ${schema}.audit_events WHERE organization_id = ? AND sequence = ?`,
      [organization ?? "", sequence],
    );
    if (sequence > 0 && rows[0]?.hash !== hash) {
      return `audit event ${sequence} of organization ${organization} (${schema}) is another one here`;
    }
  }
  return undefined;
}

async function rowsOf(queries: Queries, table: string, columns: string): Promise<Record<string, unknown>[]> {
  const { rows: found } = await queries.raw("SELECT to_regclass(?) IS NOT NULL AS exists", [table]);
  if (!found[0].exists) return [];
  return (await queries.raw(`SELECT ${columns} FROM ${table}`)).rows;
}
