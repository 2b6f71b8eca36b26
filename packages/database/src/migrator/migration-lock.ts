import { setTimeout as delay } from "node:timers/promises";
import type { Knex } from "knex";
import { MigrationError } from "./migration-error.ts";
import { MIGRATION_TABLE, SCHEMAS, type Schema } from "./migration-files.ts";

// The first half of the advisory lock's key; the second is the schema's place in SCHEMAS.
const LOCK_SPACE = 716_430;
const POLL_MS = 100;

/**
 * Runs `work` while nobody else migrates this schema of this database.
 *
 * knex's lock covers one migration; this one covers the whole run and ends with its connection, even when that is
 * killed. It polls: a session that waits for a lock inside a statement would hold up CREATE INDEX CONCURRENTLY of the very
 * migrator that it waits for.
 *
 * @throws MigrationError `locked` when it is not free within `waitMs`; `stale-lock` when knex's own row is set
 */
export async function withMigrationLock<T>(
  db: Knex,
  { schema, waitMs }: { schema: Schema; waitMs: number },
  work: () => Promise<T>,
): Promise<T> {
  const key = [LOCK_SPACE, SCHEMAS.indexOf(schema)];
  const connection = await db.client.acquireConnection();
  const onConnection = (sql: string) => db.raw(sql, key).connection(connection);
  try {
    const deadline = Date.now() + waitMs;
    for (;;) {
      const { rows } = await onConnection("SELECT pg_try_advisory_lock(?, ?) AS locked");
      if (rows[0].locked) break;
      if (Date.now() >= deadline) throw await lockedBy(db, key, schema);
      await delay(POLL_MS);
    }
    try {
      return await work();
    } finally {
      await onConnection("SELECT pg_advisory_unlock(?, ?)");
    }
  } finally {
    await db.client.releaseConnection(connection);
  }
}

async function lockedBy(db: Knex, key: number[], schema: Schema): Promise<MigrationError> {
  const { rows } = await db.raw(
    `SELECT activity.pid, activity.client_addr, activity.backend_start
       FROM pg_locks JOIN pg_stat_activity AS activity USING (pid)
      WHERE locktype = 'advisory' AND granted AND classid = ? AND objid = ?
        AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    key,
  );
  const holder = rows[0];
  const who = holder === undefined ? "" : `, connected from ${holder.client_addr ?? "a socket"}`;
  const since = holder?.backend_start instanceof Date ? ` since ${holder.backend_start.toISOString()}` : "";
  const pid = holder === undefined ? "" : ` (PostgreSQL process ${holder.pid}${who}${since})`;
  return new MigrationError("locked", `Another migrator is at work on the schema ${schema}${pid}.`);
}

/**
 * Refuses when knex's lock row is set while we hold the lock of the whole run: whoever set it was killed between a
 * migration that commits step by step and its end.
 */
export async function refuseStaleLock(db: Knex, schema: Schema): Promise<void> {
  const table = `${schema}.${MIGRATION_TABLE}_lock`;
  const { rows: found } = await db.raw("SELECT to_regclass(?) IS NOT NULL AS exists", [table]);
  if (!found[0].exists) return;
  const { rows } = await db.raw(`SELECT 1 FROM ${table} WHERE is_locked = 1`);
  if (rows.length === 0) return;
  throw new MigrationError(
    "stale-lock",
    `${table} says that a migration is running, but no migrator of this product is: one was killed half-way, or knex's own command line is at work. ` +
      "When you are sure that nobody migrates, release it with: node packages/database/src/cli/migrate.ts unlock",
  );
}
