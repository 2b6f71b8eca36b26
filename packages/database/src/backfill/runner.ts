import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import type { Knex } from "knex";
import { openDatabase } from "../connection/open-database.ts";
import type { Backfill } from "./backfill.ts";
import { BackfillError } from "./backfill-error.ts";
import type { Pace } from "./pace.ts";
import { changeRegister, ensureRegister, readRegister } from "./register.ts";
import { requireReady } from "./require-ready.ts";

/** A process that does a backfill, alone: it holds the backfill's lock. */
export type Runner = {
  readonly id: string;
  /** For the register, and for who comes second. */
  readonly name: string;
  /** Who started it. */
  readonly by: string;
  /** Audit events name this user. */
  readonly userId: number;
  /** Batches run here, each on whatever connection is free. */
  readonly db: Knex;
  /** Runs a statement on the connection that holds the lock: with that connection, this fails. */
  readonly control: (
    sql: string,
    bindings?: Readonly<Record<string, unknown>>,
  ) => Promise<{ rows: unknown[] }>;
  /** Runs one transaction on that connection. */
  readonly transaction: <T>(work: (trx: Knex.Transaction) => Promise<T>) => Promise<T>;
  /** All its connections have this `application_name`. */
  readonly applicationName: string;
};

/**
 * What stands for the user in audit events when an operator's command names none: the greatest id that there can be, which no
 * person has.
 */
const PLATFORM_OPERATOR = Number.MAX_SAFE_INTEGER;

export type RunnerOptions = {
  /** As `vivero_owner`, who sees every organization. */
  url: string;
  backfill: Backfill;
  /** Who starts it, for the register. */
  by: string;
  /** The operator's own user id, for audit events; default {@link PLATFORM_OPERATOR}. */
  userId?: number | undefined;
  pace: Pace;
};

// The first half of the advisory lock's key; the second is the hash of the backfill's name.
const LOCK_SPACE = 716_431;
const LOCK_POLL_MS = 50;

/**
 * Runs `work` as the one runner of a backfill. PostgreSQL releases the lock with the connection, however this process ends.
 *
 * @throws BackfillError `busy`, naming the runner that is at work; `not-ready`
 */
export async function withRunner<T>(
  options: RunnerOptions,
  work: (runner: Runner) => Promise<T>,
): Promise<T> {
  const { url, backfill, by, userId = PLATFORM_OPERATOR, pace } = options;
  const id = randomUUID();
  const applicationName = `vivero-backfill-${id.slice(0, 8)}`;
  const database = openDatabase({ url, applicationName, poolSize: pace.lanes + 1 });
  const db = database.knex;
  try {
    await requireReady(db, backfill);
    const connection = await db.client.acquireConnection();
    try {
      const control: Runner["control"] = (sql, bindings = {}) => db.raw(sql, bindings).connection(connection);
      await takeLock(db, control, { backfill, waitMs: pace.takeOverMs });
      const name = `${by} (process ${process.pid} on ${hostname()})`;
      await ensureRegister(db, backfill);
      await changeRegister(db, backfill, { runner: name, runnerId: id });
      const transaction: Runner["transaction"] = (inner) => db.transaction(inner, { connection });
      try {
        return await work({ id, name, by, userId, db, control, transaction, applicationName });
      } finally {
        // Where the database is gone nobody can be told, and nobody needs to be: the lock is gone with it.
        await changeRegister(db, backfill, { runner: null, runnerId: null }).catch(() => undefined);
      }
    } finally {
      await db.client.releaseConnection(connection);
    }
  } finally {
    await database.close();
  }
}

const lockKey = ({ schema, name }: Pick<Backfill, "schema" | "name">) => ({
  space: LOCK_SPACE,
  lock: `${schema}.${name}`,
});

async function takeLock(
  db: Knex,
  control: Runner["control"],
  { backfill, waitMs }: { backfill: Backfill; waitMs: number },
): Promise<void> {
  // Where the client is gone, its statement ends within a second.
  await control("SET client_connection_check_interval = '1s'");
  const deadline = Date.now() + waitMs;
  for (;;) {
    const { rows } = await control(
      "SELECT pg_try_advisory_lock(:space, hashtext(:lock)) AS locked",
      lockKey(backfill),
    );
    if ((rows[0] as { locked: boolean }).locked) return;
    if (Date.now() >= deadline) break;
    await delay(LOCK_POLL_MS);
  }
  const register = await readRegister(db, backfill);
  throw new BackfillError(
    "busy",
    `${register?.runner ?? "Another runner"} is at work on ${backfill.name}: one at a time.`,
  );
}

/** Whether a runner holds the backfill's lock just now. One statement. */
export async function isRunnerAlive(db: Knex, backfill: Pick<Backfill, "schema" | "name">): Promise<boolean> {
  const { rows } = await db.raw(
    `SELECT count(*) > 0 AS alive FROM pg_locks
     WHERE locktype = 'advisory' AND granted AND classid = :space::oid
       AND objid::bigint = (hashtext(:lock)::bigint & 4294967295)
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    lockKey(backfill),
  );
  return rows[0].alive;
}
