import { type Backfill, columnNames } from "./backfill.ts";
import { BackfillError } from "./backfill-error.ts";
import { gapsBetween } from "./keys.ts";
import { countPlanned } from "./planned-rows.ts";
import { recordPlan } from "./record-plan.ts";
import { changeRegister, isUnfinished, type Register, readDoneStretches, readRegister } from "./register.ts";
import { type Run, runBatches } from "./run-batches.ts";
import { endRun, type RunOutcome, type RunSettings, startOptions } from "./run-outcome.ts";
import { type Runner, withRunner } from "./runner.ts";

/** A run and the hash of the plan that was approved for it; without one, only a run that was stopped can be gone on with. */
export type ApplySettings = RunSettings & {
  readonly plan?: string | undefined;
  /** Where `planBackfill` may have kept the plan; absent: it is made again, however little has changed. */
  readonly plansIn?: string | undefined;
};

/**
 * Does what a plan says, in batches, and goes on where an earlier run was stopped, however it was stopped.
 *
 * @param settings.plan the hash of the approved plan; may be left out to go on with a run that was stopped
 * @throws BackfillError `plan-changed` when the data no longer give that hash, and nothing is written; `no-plan`, `busy`,
 *   `not-ready`, `unfinished`, `stuck`; what made it fail otherwise, with the state `failed`: it can be gone on with
 */
export async function applyBackfill(settings: ApplySettings): Promise<RunOutcome> {
  const options = startOptions(settings);
  const { backfill, plan, plansIn } = settings;
  return withRunner(options, async (runner) => {
    const register = await readRegister(runner.db, backfill);
    if (register === undefined) throw new Error(`${backfill.name} has no register`);
    if (isUnfinished(register) && register.activity === "undo") {
      throw new BackfillError(
        "unfinished",
        `Taking back what ${backfill.name} wrote was begun and is not finished: go on with it (undo apply), or cancel it.`,
      );
    }
    const run = canGoOn(register, plan)
      ? await goOn(runner, backfill, register)
      : await begin(runner, backfill, { register, plan, plansIn, now: options.now });
    if (run === undefined) return { end: "finished", activity: "apply", run: register.run, register };
    return endRun(runner, run, () => runBatches(runner, run, options));
  });
}

function canGoOn(register: Register, plan: string | undefined): boolean {
  return isUnfinished(register) && (plan === undefined || plan === register.planHash);
}

/** The batches that are committed count; the rest of the plan is open. */
async function goOn(runner: Runner, backfill: Backfill, register: Register): Promise<Run> {
  requireSameColumns(backfill, register);
  await changeRegister(runner.db, backfill, {
    state: "running",
    runner: runner.name,
    runnerId: runner.id,
    finishedAt: null,
    lastError: null,
    waitingFor: null,
  });
  const { run: number } = register;
  const done = await readDoneStretches(runner.db, backfill, number);
  const open = gapsBetween(done, backfill.parts.length);
  const numbers = { backfill, run: number };
  const planned = await countPlanned(runner.db, numbers, gapsBetween([], backfill.parts.length));
  const left = await countPlanned(runner.db, numbers, open);
  const last = await lastBatch(runner, backfill, number);
  return openRun(backfill, { number, open, planned, done: planned - left, last });
}

type Opening = Pick<Run, "number" | "open" | "planned" | "done"> & {
  /** The number of its last batch; 0 before the first. */
  last: number;
};

function openRun(backfill: Backfill, { last, ...opening }: Opening): Run {
  let batch = last;
  return { backfill, activity: "apply", ...opening, nextBatch: () => ++batch };
}

async function lastBatch(runner: Runner, { schema, name }: Backfill, run: number): Promise<number> {
  const { rows } = await runner.db.raw(
    `SELECT COALESCE(max(batch), 0) AS last FROM ${schema}.data_backfill_batches WHERE backfill = :name AND run = :run`,
    { name, run },
  );
  return Number(rows[0].last);
}

/** The digests of a run stand for columns by their place: with others in their place, they would say something else. */
export function requireSameColumns(backfill: Backfill, { columns }: Register): void {
  if (JSON.stringify(columns) === JSON.stringify(backfill.parts.map(columnNames))) return;
  throw new BackfillError(
    "refused",
    `${backfill.name} was begun by another version, which wrote other columns: go on with that version.`,
  );
}

type Beginning = {
  register: Register;
  plan: string | undefined;
  plansIn: string | undefined;
  now: () => Date;
};

/** Whether what was approved is what the latest run did: a runner that was killed at its very end is started again like any. */
function isDone({ activity, state, planHash }: Register, approved: string): boolean {
  return activity === "apply" && state === "finished" && planHash === approved;
}

/**
 * @returns undefined when this very plan has been done and nothing of it has come back
 */
async function begin(
  runner: Runner,
  backfill: Backfill,
  { register, plan: approved, plansIn, now }: Beginning,
): Promise<Run | undefined> {
  if (approved === undefined) {
    throw new BackfillError(
      "no-plan",
      `Nothing of ${backfill.name} is unfinished. Look at the plan and approve it: apply --plan HASH.`,
    );
  }
  const number = register.run + 1;
  let planned: number;
  try {
    planned = await recordPlan(runner, backfill, { register, approved, number, plansIn, now });
  } catch (error) {
    if (error instanceof BackfillError && error.reason === "plan-changed" && isDone(register, approved)) {
      return undefined;
    }
    throw error;
  }
  return openRun(backfill, {
    number,
    open: gapsBetween([], backfill.parts.length),
    planned,
    done: 0,
    last: 0,
  });
}
