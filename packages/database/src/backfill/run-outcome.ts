import { reasonOf } from "./attempt-batch.ts";
import type { Activity, Backfill } from "./backfill.ts";
import { gapsBetween } from "./keys.ts";
import { DEFAULT_PACE, type Pace } from "./pace.ts";
import { forgetAll, forgetPlanned } from "./planned-rows.ts";
import {
  type BackfillState,
  changeRegister,
  type Register,
  type RegisterChange,
  readDoneStretches,
  readRegister,
} from "./register.ts";
import type { Progress, Run, RunEnd } from "./run-batches.ts";
import type { Runner } from "./runner.ts";

/** What a caller decides of a run. */
export type RunSettings = {
  /** As `vivero_owner`, who sees every organization. */
  readonly url: string;
  readonly backfill: Backfill;
  /** Who starts it, for the register. */
  readonly by: string;
  /** The operator's own user id, for audit events; absent: the platform's. */
  readonly userId?: number | undefined;
  readonly pace?: Partial<Pace>;
  /** Ends the run after the batches that are at work; it can be gone on with. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: Progress) => void;
  /** Told, in a sentence, what an operator should know and need not stop for. */
  readonly onNotice?: (notice: string) => void;
  readonly now?: () => Date;
};

/** How a run ended. `stopped`: by a signal, to be gone on with. */
export type RunOutcome = {
  readonly end: RunEnd;
  readonly activity: Activity;
  readonly run: number;
  readonly register: Register;
};

/** The settings with every default. */
export function startOptions(settings: RunSettings) {
  return {
    ...settings,
    pace: { ...DEFAULT_PACE, ...settings.pace },
    onProgress: settings.onProgress ?? (() => undefined),
    onNotice: settings.onNotice ?? (() => undefined),
    now: settings.now ?? (() => new Date()),
  };
}

/** Runs `work` and writes into the register how it ended. */
export async function endRun(runner: Runner, run: Run, work: () => Promise<RunEnd>): Promise<RunOutcome> {
  const { backfill, activity, number } = run;
  try {
    const end = await work();
    await close(runner, run, end);
    const register = await readRegister(runner.db, backfill);
    if (register === undefined) throw new Error(`${backfill.name} lost its register`);
    return { end, activity, run: number, register };
  } catch (error) {
    await noteFailure(runner, backfill, error);
    throw error;
  }
}

async function close(runner: Runner, run: Run, end: RunEnd): Promise<void> {
  const { backfill, activity, number } = run;
  const ended: RegisterChange = { waitingFor: null };
  if (end === "stopped") {
    await changeRegister(runner.db, backfill, { ...ended, state: "paused" }, ["running", "paused"]);
    return;
  }
  if (activity === "apply") {
    // The plan's rows that were never reached must not pass for written.
    const done = await readDoneStretches(runner.db, backfill, number);
    await forgetPlanned(runner.db, { backfill, run: number }, gapsBetween(done, backfill.parts.length));
  } else if (end === "finished") await forgetAll(runner.db, backfill);
  const stateAtEnd: Record<Activity, BackfillState> = { apply: "finished", undo: "pending" };
  await changeRegister(runner.db, backfill, {
    ...ended,
    state: end === "cancelled" ? "cancelled" : stateAtEnd[activity],
    cursor: null,
    finishedAt: new Date(),
  });
}

/** Where even that cannot be written, the error that came first is the one to tell. */
async function noteFailure(runner: Runner, backfill: Backfill, error: unknown): Promise<void> {
  const failure: RegisterChange = {
    state: "failed",
    waitingFor: null,
    lastError: { message: reasonOf(error) },
  };
  try {
    await changeRegister(runner.db, backfill, failure, ["running", "paused"]);
  } catch (secondary) {
    if (error instanceof Error && error.cause === undefined) error.cause = secondary;
  }
}
