import knex, { type Knex } from "knex";
import { runForTenant, type TenantOptions, type TenantWork } from "./tenant.ts";
import { valueParsers } from "./value-parsers.ts";

export type DatabaseOptions = {
  url: string;
  /** Shown by `pg_stat_activity`. */
  applicationName: string;
  /** The most connections at a time; default 10. */
  poolSize?: number;
  /** PostgreSQL ends a statement that runs longer; default: none. */
  statementTimeoutMs?: number;
  /** PostgreSQL ends a statement that waits longer for a lock; default: none. */
  lockTimeoutMs?: number;
  /** Told what the pool would otherwise print: connections that broke, deprecated calls. Errors are thrown in any case. */
  log?: (line: string) => void;
};

export type Database = {
  /** For what knows no tenant: migrations, operators' commands, work across organizations. */
  readonly knex: Knex;
  /**
   * Runs `work` in one transaction that sees and writes the rows of one organization only. It commits when `work` returns,
   * and leaves nothing when it throws.
   *
   * After a serialization failure or a deadlock the whole transaction is run again, three times in all: `work` must be
   * repeatable, so it changes nothing but this database.
   *
   * @throws RangeError when `organizationId` is no positive safe integer
   */
  tenant<T>(organizationId: number, work: TenantWork<T>, options?: TenantOptions): Promise<T>;
  /** One round trip within `timeoutMs` (default 2,000), or an error: for readiness. */
  ping(timeoutMs?: number): Promise<void>;
  /** Waits for what runs, then ends the connections. */
  close(): Promise<void>;
};

const CONNECT_TIMEOUT_MS = 5_000;

/** Opens a pool of connections; the first one is made when it is needed. */
export function openDatabase(options: DatabaseOptions): Database {
  const { url, applicationName, poolSize = 10, statementTimeoutMs, lockTimeoutMs, log = () => {} } = options;
  const database = knex({
    client: "pg",
    connection: {
      connectionString: url,
      application_name: applicationName,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      types: valueParsers,
      ...(statementTimeoutMs === undefined ? {} : { statement_timeout: statementTimeoutMs }),
      ...(lockTimeoutMs === undefined ? {} : { lock_timeout: lockTimeoutMs }),
    },
    pool: { min: 0, max: poolSize },
    log: { debug: log, warn: log, error: log, deprecate: log },
  });
  return {
    knex: database,
    tenant: (organizationId, work, tenantOptions) =>
      runForTenant(database, organizationId, work, tenantOptions),
    ping: (timeoutMs = 2_000) => ping(database, timeoutMs),
    close: () => database.destroy(),
  };
}

async function ping(database: Knex, timeoutMs: number): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`The database did not answer in ${timeoutMs} ms`)),
    timeoutMs,
  );
  try {
    await Promise.race([database.raw("SELECT 1"), late]);
  } finally {
    clearTimeout(timer);
  }
}
