import { openDatabase } from "@vivero/database";
import { OperationError } from "../command/operation-error.ts";

// Any number will do, as long as nobody else in the database locks it.
const DEPLOYMENT_LOCK = 716_430_978;

/**
 * Runs `work` while nobody else deploys to this database or restores over it. The lock ends with its session, even when
 * that is killed.
 * @throws OperationError that names who holds it
 */
export async function withDeploymentLock<T>(
  adminUrl: string,
  operator: string,
  work: () => Promise<T>,
): Promise<T> {
  const database = openDatabase({
    url: adminUrl,
    applicationName: `vivero-deployment ${operator}`.slice(0, 63),
    poolSize: 1,
  });
  try {
    const { rows } = await database.knex.raw("SELECT pg_try_advisory_lock(?) AS locked", [DEPLOYMENT_LOCK]);
    if (!rows[0].locked) {
      const { rows: holders } = await database.knex.raw(
        `SELECT application_name, backend_start FROM pg_locks JOIN pg_stat_activity USING (pid)
          WHERE locktype = 'advisory' AND objid = ? AND granted AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        [DEPLOYMENT_LOCK],
      );
      const holder = holders[0]
        ? `${holders[0].application_name}, since ${holders[0].backend_start.toISOString()}`
        : "somebody";
      throw new OperationError(`Another deployment or restore is at work on this database: ${holder}.`);
    }
    return await work();
  } finally {
    await database.close();
  }
}
