import type { Knex } from "knex";
import type { Backfill } from "./backfill.ts";
import { BackfillError } from "./backfill-error.ts";
import { gapsBetween } from "./keys.ts";
import { forgetPlanned } from "./planned-rows.ts";
import {
  type BackfillState,
  changeRegister,
  type Register,
  readDoneStretches,
  readRegister,
} from "./register.ts";
import { requireReady } from "./require-ready.ts";
import { isRunnerAlive } from "./runner.ts";

/** A backfill as it stands. */
export type BackfillStatus = Register & {
  /** Whether a runner is at work; one that was killed is not, whatever the state says. */
  readonly alive: boolean;
  /** Of the latest run, in milliseconds; null before its first batch. */
  readonly batchMs: { readonly median: number; readonly p99: number; readonly longest: number } | null;
  /** Over all its batches. */
  readonly rowsPerSecond: number | null;
};

/**
 * Three statements, none of which waits for the runner.
 *
 * @throws BackfillError `not-ready`
 */
export async function readStatus(db: Knex, backfill: Backfill): Promise<BackfillStatus> {
  await requireReady(db, backfill);
  const register = (await readRegister(db, backfill)) ?? neverRun(backfill);
  const { rows } = await db.raw(
    `SELECT count(*) AS batches, sum(written)::double precision AS written, max(duration_ms) AS longest,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY duration_ms) AS median,
       percentile_cont(0.99) WITHIN GROUP (ORDER BY duration_ms) AS p99,
       extract(epoch FROM max(committed_at) - min(committed_at - duration_ms * interval '1 ms'))::double precision AS seconds
     FROM ${backfill.schema}.data_backfill_batches WHERE backfill = :name AND run = :run`,
    { name: backfill.name, run: register.run },
  );
  const { batches, written, median, p99, longest, seconds } = rows[0];
  return {
    ...register,
    alive: await isRunnerAlive(db, backfill),
    batchMs: batches > 0 ? { median, p99, longest } : null,
    rowsPerSecond: seconds > 0 ? written / seconds : null,
  };
}

function neverRun({ name }: Backfill): Register {
  return {
    name,
    state: "pending",
    activity: "apply",
    run: 0,
    planHash: null,
    columns: null,
    cursor: null,
    counts: {},
    timings: {},
    runner: null,
    heartbeatAt: null,
    startedBy: null,
    startedAt: null,
    finishedAt: null,
    waitingFor: null,
    lastError: null,
  };
}

/** Holds the runner back after the batches that it is at. @throws BackfillError `refused`, `not-ready` */
export function pauseBackfill(db: Knex, backfill: Backfill): Promise<BackfillStatus> {
  return order(db, backfill, { from: ["running"], to: "paused" });
}

/** Lets a paused runner go on. @throws BackfillError `refused`, also when there is no runner any more; `not-ready` */
export async function resumeBackfill(db: Knex, backfill: Backfill): Promise<BackfillStatus> {
  const { alive, state, activity } = await readStatus(db, backfill);
  if (state === "paused" && !alive) {
    throw new BackfillError(
      "refused",
      `${backfill.name} is paused and its runner is gone: go on with ${activity === "apply" ? "apply" : "undo apply"}.`,
    );
  }
  return order(db, backfill, { from: ["paused"], to: "running" });
}

/**
 * Ends a run for good: what is written stays (undo takes it back), what is not will need a new plan.
 *
 * @throws BackfillError `refused`, `not-ready`
 */
export async function cancelBackfill(db: Knex, backfill: Backfill): Promise<BackfillStatus> {
  const status = await order(db, backfill, { from: ["running", "paused", "failed"], to: "cancelled" });
  if (!status.alive && status.activity === "apply") {
    // A runner would do that when it ends; this one is gone.
    const done = await readDoneStretches(db, backfill, status.run);
    await forgetPlanned(db, { backfill, run: status.run }, gapsBetween(done, backfill.parts.length));
  }
  return status;
}

async function order(
  db: Knex,
  backfill: Backfill,
  { from, to }: { from: readonly BackfillState[]; to: BackfillState },
): Promise<BackfillStatus> {
  await requireReady(db, backfill);
  const changed = await changeRegister(db, backfill, { state: to }, from);
  const status = await readStatus(db, backfill);
  if (changed) return status;
  throw new BackfillError(
    "refused",
    `${backfill.name} is ${status.state}; only while it is ${from.join(" or ")} can it become ${to}.`,
  );
}
