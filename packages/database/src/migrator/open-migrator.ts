import knex, { type Knex } from "knex";
import { MigrationError } from "./migration-error.ts";
import {
  listMigrationFiles,
  MIGRATION_TABLE,
  MIGRATIONS_FOLDER,
  type MigrationFile,
  SCHEMAS,
  type Schema,
} from "./migration-files.ts";
import { refuseStaleLock, withMigrationLock } from "./migration-lock.ts";

/** Where and what to migrate. */
export type MigratorOptions = {
  /** The owner's URL of each schema's database; the same one twice for an installation with one database. */
  urls: Record<Schema, string>;
  /** Only this schema; default both. */
  schema?: Schema | undefined;
  /** Called after each migration. */
  onMigration?: (run: MigrationRun) => void;
  /** How long to wait for another migrator; default one minute. */
  lockWaitMs?: number;
  /** Default: the repository's `migrations`. */
  folder?: string;
};

/** One migration that was run. */
export type MigrationRun = { schema: Schema; name: string; direction: "up" | "down"; durationMs: number };

/** What a command works with while it holds the lock. */
export type Migrator = {
  /** In the order in which they run. */
  files: MigrationFile[];
  schemas: readonly Schema[];
  connection(schema: Schema): Knex;
};

const LOCK_WAIT_MS = 60_000;

/**
 * Opens the connections, takes the lock of each schema in turn, runs `work`, and closes everything.
 *
 * @throws MigrationError
 */
export async function withMigrator<T>(
  options: MigratorOptions,
  work: (migrator: Migrator) => Promise<T>,
  { acceptStaleLock = false } = {},
): Promise<T> {
  const waitMs = options.lockWaitMs ?? LOCK_WAIT_MS;
  return withConnections(options, (migrator) =>
    migrator.schemas.reduceRight<() => Promise<T>>(
      (inner, schema) => () =>
        withMigrationLock(migrator.connection(schema), { schema, waitMs }, async () => {
          if (!acceptStaleLock) await refuseStaleLock(migrator.connection(schema), schema);
          return inner();
        }),
      () => work(migrator),
    )(),
  );
}

/** Opens the connections without any lock, for reading. */
export async function withConnections<T>(
  options: MigratorOptions,
  work: (migrator: Migrator) => Promise<T>,
): Promise<T> {
  const schemas = options.schema === undefined ? SCHEMAS : [options.schema];
  const pools = new Map<string, Knex>();
  const connection = (schema: Schema): Knex => {
    const url = options.urls[schema];
    const pool = pools.get(url) ?? openPool(url);
    pools.set(url, pool);
    return pool;
  };
  try {
    for (const schema of schemas) await checkReachable(connection(schema), schema);
    return await work({
      files: await listMigrationFiles(options.folder ?? MIGRATIONS_FOLDER, schemas),
      schemas,
      connection,
    });
  } finally {
    await Promise.all([...pools.values()].map((pool) => pool.destroy()));
  }
}

function openPool(url: string): Knex {
  return knex({
    client: "pg",
    connection: {
      connectionString: url,
      application_name: "vivero-migrate",
      connectionTimeoutMillis: 5_000,
      // For migrations that commit step by step; the others set their own.
      options: "-c lock_timeout=5s",
    },
    // One for each schema's lock, one to migrate, one to ask who holds a lock.
    pool: { min: 0, max: 4 },
    // knex would print each error that it throws as well.
    log: { warn: () => undefined, error: () => undefined },
  });
}

async function checkReachable(db: Knex, schema: Schema): Promise<void> {
  try {
    await db.raw("SELECT 1");
  } catch (error) {
    throw new MigrationError(
      "unreachable",
      `The database of the schema ${schema} does not answer: ${reasonOf(error)}`,
      { cause: error },
    );
  }
  const { rows } = await db.raw(
    "SELECT has_schema_privilege(nspname, 'CREATE') AS may FROM pg_namespace WHERE nspname = ?",
    [schema],
  );
  if (rows[0]?.may !== true) {
    throw new MigrationError(
      "unreachable",
      `The schema ${schema} ${rows[0] === undefined ? "is not there" : "belongs to another role"}: migrations need a provisioned database and its owner's URL.`,
    );
  }
}

/** An error's message; of several at once (a host with two addresses), all of them. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}

/** What of these schemas has run, as knex recorded it; nothing where its table is not there yet. */
export async function appliedMigrations(
  migrator: Migrator,
): Promise<{ schema: Schema; name: string; appliedAt: Date }[]> {
  const lists = await Promise.all(
    migrator.schemas.map(async (schema) => {
      const db = migrator.connection(schema);
      const table = `${schema}.${MIGRATION_TABLE}`;
      const { rows: found } = await db.raw("SELECT to_regclass(?) IS NOT NULL AS exists", [table]);
      if (!found[0].exists) return [];
      const { rows } = await db.raw(`SELECT name, migration_time FROM ${table} ORDER BY name`);
      return rows.map((row: { name: string; migration_time: Date }) => ({
        schema,
        name: row.name,
        appliedAt: row.migration_time,
      }));
    }),
  );
  return lists.flat();
}
