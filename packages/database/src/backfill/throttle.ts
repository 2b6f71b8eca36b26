import { reasonOf } from "./attempt-batch.ts";
import { BackfillError } from "./backfill-error.ts";
import type { Pace } from "./pace.ts";
import type { Runner } from "./runner.ts";

/** Why the next batch should wait, in a sentence; undefined when nothing speaks against it. */
export type Throttle = () => Promise<string | undefined>;

type Look = (runner: Runner, pace: Pace) => Promise<string | undefined>;

/**
 * What makes a runner wait: replicas that lag behind, transactions that have been open for long (they keep dead rows from being
 * cleaned up, and may hold locks), and whatever the operator's own query says.
 */
export function watchLoad(runner: Runner, pace: Pace): Throttle {
  const looks: Look[] = [
    ...(pace.maxReplicaLagSeconds > 0 ? [findLaggingReplica] : []),
    ...(pace.maxTransactionSeconds > 0 ? [findLongTransaction] : []),
    ...(pace.maxLoad === undefined ? [] : [askOperatorsQuery]),
  ];
  return async () => {
    for (const look of looks) {
      const reason = await look(runner, pace);
      if (reason !== undefined) return reason;
    }
    return undefined;
  };
}

/**
 * What an operator should know of it before it begins: a role that does not see replicas and sessions of others would never wait
 * for any. One statement; undefined when all is well.
 */
export async function blindSpot(runner: Runner, pace: Pace): Promise<string | undefined> {
  if (pace.maxReplicaLagSeconds === 0 && pace.maxTransactionSeconds === 0) return undefined;
  const { rows } = await runner.control("SELECT pg_has_role('pg_read_all_stats', 'USAGE') AS sees");
  if ((rows[0] as { sees: boolean }).sees) return undefined;
  return "This role sees neither replicas nor transactions of others, and will not wait for them: GRANT pg_read_all_stats TO vivero_owner.";
}

async function findLaggingReplica(runner: Runner, pace: Pace): Promise<string | undefined> {
  const { rows } = await runner.control(
    `SELECT application_name AS name, lag.seconds::double precision AS seconds, lag.bytes::double precision AS bytes
     FROM pg_stat_replication, LATERAL (SELECT
       COALESCE(extract(epoch FROM replay_lag), 0) AS seconds,
       pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) AS bytes) AS lag
     WHERE state IN ('streaming', 'catchup') AND (lag.seconds > :seconds OR lag.bytes > :bytes)
     ORDER BY lag.bytes DESC LIMIT 1`,
    { seconds: pace.maxReplicaLagSeconds, bytes: pace.maxReplicaLagBytes },
  );
  const [lagging] = rows as { name: string; seconds: number; bytes: number }[];
  if (lagging === undefined) return undefined;
  const megabytes = Math.round(lagging.bytes / 1024 ** 2);
  return `the replica ${lagging.name} is ${lagging.seconds.toFixed(1)} s and ${megabytes} MB behind`;
}

async function findLongTransaction(runner: Runner, pace: Pace): Promise<string | undefined> {
  const { rows } = await runner.control(
    `SELECT pid, usename AS role, floor(extract(epoch FROM clock_timestamp() - xact_start))::integer AS seconds
     FROM pg_stat_activity
     WHERE datname = current_database() AND backend_type = 'client backend' AND application_name <> :own
       AND xact_start < clock_timestamp() - :seconds * interval '1 second'
     ORDER BY xact_start LIMIT 1`,
    { own: runner.applicationName, seconds: pace.maxTransactionSeconds },
  );
  const [oldest] = rows as { pid: number; role: string; seconds: number }[];
  return oldest && `a transaction of ${oldest.role} (process ${oldest.pid}) is ${oldest.seconds} s old`;
}

const QUERY_TIMEOUT_MS = 2_000;

/** In a read-only transaction of its own: it decides, and does nothing else. */
async function askOperatorsQuery(runner: Runner, { maxLoad = "" }: Pace): Promise<string | undefined> {
  const answer = await runner
    .transaction(async (trx) => {
      await trx.raw(`SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = ${QUERY_TIMEOUT_MS}`);
      const { rows } = await trx.raw(maxLoad.replaceAll("?", "\\?"));
      return rows.length === 1 ? Object.values(rows[0]) : undefined;
    })
    .catch((error: unknown) => {
      throw new BackfillError("refused", `The query of --max-load failed: ${reasonOf(error)}`, {
        cause: error,
      });
    });
  if (answer?.length !== 1 || typeof answer[0] !== "boolean") {
    throw new BackfillError("refused", "The query of --max-load must give one boolean, in one row.");
  }
  return answer[0] ? "the query of --max-load says that there is too much load" : undefined;
}
