import { attemptBatch } from "./attempt-batch.ts";
import type { Activity, Backfill } from "./backfill.ts";
import { adaptBatchSize } from "./batch-size.ts";
import { type Commit, commitBatch, skipChangedRows } from "./commit-batch.ts";
import { type Gate, openGate } from "./gate.ts";
import type { Stretch } from "./keys.ts";
import { type Meter, startMeter } from "./meter.ts";
import type { Pace } from "./pace.ts";
import { findPlannedEnd, type RunNumbers } from "./planned-rows.ts";
import { type Claim, openWork, type RemainingWork } from "./remaining-work.ts";
import type { Runner } from "./runner.ts";
import { blindSpot } from "./throttle.ts";

/** A run that has been approved, and what of it is still to do. */
export type Run = {
  readonly backfill: Backfill;
  readonly activity: Activity;
  readonly number: number;
  readonly open: readonly Stretch[];
  /** The number of the next batch. */
  readonly nextBatch: () => number;
  /** Rows of the whole run, and how many of them are done. */
  readonly planned: number;
  readonly done: number;
};

export type RunOptions = {
  readonly pace: Pace;
  /** Ends the run after the batches that are at work. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress: (progress: Progress) => void;
  /** Told, in a sentence, what an operator should know and need not stop for. */
  readonly onNotice: (notice: string) => void;
};

/** How far a run is. */
export type Progress = {
  readonly activity: Activity;
  readonly planned: number;
  readonly done: number;
  readonly skipped: number;
  readonly rowsPerSecond: number;
  readonly etaSeconds: number | null;
  /** The batch that was just committed. */
  readonly batch: { readonly rows: number; readonly ms: number } | null;
  /** Why the next batch is held back. */
  readonly waitingFor: string | null;
};

/** How it ended: all done, or stopped by an operator's command or signal. */
export type RunEnd = "finished" | "cancelled" | "stopped";

/**
 * Does the open stretches of a run, batch by batch, on several lanes. Each batch is one transaction that leaves its rows, their
 * audit and the record that they are done, or nothing.
 *
 * @throws whatever stops a lane; the other lanes end with the batch that they are at
 */
export async function runBatches(runner: Runner, run: Run, options: RunOptions): Promise<RunEnd> {
  const { pace } = options;
  const notice = await blindSpot(runner, pace);
  if (notice !== undefined) options.onNotice(notice);
  const numbers: RunNumbers = { backfill: run.backfill, run: run.number };
  const work = openWork(run.open, (stretch, rows) => findPlannedEnd(runner, numbers, stretch, rows));
  const meter = startMeter(run, options.onProgress);
  const gate = openGate(runner, run.backfill, { ...options, onWait: meter.waits });
  const size = adaptBatchSize(pace);
  const lanes = Array.from({ length: pace.lanes }, () =>
    runLane({ runner, run, pace, work, meter, gate, size }).catch((error: unknown) => {
      gate.close();
      work.close();
      throw error;
    }),
  );
  const outcomes = await Promise.allSettled(lanes);
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  return gate.end() ?? "finished";
}

type Lane = {
  runner: Runner;
  run: Run;
  pace: Pace;
  work: RemainingWork;
  meter: Meter;
  gate: Gate;
  size: ReturnType<typeof adaptBatchSize>;
};

async function runLane(lane: Lane): Promise<void> {
  const { work, gate, size } = lane;
  while (await gate.pass()) {
    const claim = await work.claim(size.rows());
    if (claim === undefined) return;
    await doClaim(lane, claim);
  }
  // Who waits for rows of ours must not wait any longer.
  work.close();
}

async function doClaim({ runner, run, pace, work, meter, gate, size }: Lane, claim: Claim): Promise<void> {
  let rows = claim.rows;
  let skipped = 0;
  const commit: Commit = { runner, run, pace };
  const attempted = await attemptBatch(
    {
      rows: () => rows,
      mayTryAgain: gate.passAgain,
      write: ({ patient }) => commitBatch(commit, { ...claim, rows }, { patient, floor: work.floor(claim) }),
      skipChanged: async () => {
        const found = await skipChangedRows(commit, { ...claim, rows });
        rows -= found;
        skipped += found;
        return found;
      },
    },
    pace,
  );
  if (attempted.kind === "too-large") {
    work.giveBack(claim, Math.max(1, Math.floor(rows / 2)));
    return;
  }
  if (attempted.kind === "given-up") {
    work.giveBack(claim, rows);
    return;
  }
  work.done(claim);
  const { state, ...duration } = attempted.result;
  size.learn(rows, duration);
  gate.learn(state);
  meter.add({ rows, skipped, ms: duration.totalMs });
}
