import { type ApplySettings, requireSameColumns } from "./apply-backfill.ts";
import type { Backfill } from "./backfill.ts";
import { BackfillError } from "./backfill-error.ts";
import { gapsBetween } from "./keys.ts";
import { makeUndoPlan } from "./plan-undo.ts";
import { countPlanned, forgetPlanned, listRuns } from "./planned-rows.ts";
import {
  begunBy,
  changeRegister,
  isUnfinished,
  type Register,
  readDoneStretches,
  readRegister,
} from "./register.ts";
import { type Run, type RunEnd, runBatches } from "./run-batches.ts";
import { endRun, type RunOutcome, startOptions } from "./run-outcome.ts";
import { type Runner, withRunner } from "./runner.ts";

/**
 * Takes back what every run of a backfill wrote, value by value, the latest run first; what somebody changed since stays. It
 * is planned, paused, killed and gone on with like an apply. At the end the backfill is `pending` again.
 *
 * @param settings.plan the hash of the approved undo plan; may be left out to go on with one that was stopped
 * @throws BackfillError as `applyBackfill` does
 */
export async function undoBackfill(settings: ApplySettings): Promise<RunOutcome> {
  const options = startOptions(settings);
  const { backfill, plan } = settings;
  return withRunner(options, async (runner) => {
    const register = await readRegister(runner.db, backfill);
    if (register === undefined) throw new Error(`${backfill.name} has no register`);
    if (register.run > 0) requireSameColumns(backfill, register);
    const goesOn =
      isUnfinished(register) &&
      register.activity === "undo" &&
      (plan === undefined || plan === register.planHash);
    if (isTakenBack(register, plan))
      return { end: "finished", activity: "undo", run: register.run, register };
    if (!goesOn) await begin(runner, backfill, { register, plan, now: options.now });
    await changeRegister(runner.db, backfill, { state: "running", finishedAt: null, lastError: null });
    const runs = await openRuns(runner, backfill);
    return endRun(runner, runs[0] ?? emptyRun(backfill, register.run), async () => {
      let end: RunEnd = "finished";
      for (const run of runs) {
        end = await runBatches(runner, run, options);
        if (end !== "finished") break;
      }
      return end;
    });
  });
}

/** What was approved is taken back, and nothing was written since. */
function isTakenBack({ activity, state, planHash }: Register, approved: string | undefined): boolean {
  return activity === "undo" && state === "pending" && planHash === approved;
}

type Beginning = { register: Register; plan: string | undefined; now: () => Date };

/** Makes the plan again within the transaction that begins: with another hash, nothing has changed. */
async function begin(
  runner: Runner,
  backfill: Backfill,
  { register, plan: approved, now }: Beginning,
): Promise<void> {
  if (approved === undefined) {
    throw new BackfillError(
      "no-plan",
      `No undo of ${backfill.name} is unfinished. Look at the plan and approve it: undo apply --plan HASH.`,
    );
  }
  await runner.transaction(async (trx) => {
    const plan = await makeUndoPlan(trx, backfill);
    if (plan.hash !== approved) {
      throw new BackfillError(
        "plan-changed",
        `The data no longer give the plan ${approved}, but ${plan.hash}: nothing was taken back. Look at the plan again.`,
      );
    }
    if (register.activity === "apply" && register.run > 0) {
      const done = await readDoneStretches(trx, backfill, register.run);
      await forgetPlanned(trx, { backfill, run: register.run }, gapsBetween(done, backfill.parts.length));
    }
    await changeRegister(trx, backfill, {
      ...begunBy(runner.by, now()),
      activity: "undo",
      planHash: plan.hash,
      counts: { planned: plan.counts.toTakeBack ?? 0, takenBack: 0, changedSince: 0 },
    });
  });
}

/** What is recorded is what is left to take back: a batch takes its record away with its values. */
async function openRuns(runner: Runner, backfill: Backfill): Promise<Run[]> {
  const open = gapsBetween([], backfill.parts.length);
  const register = await readRegister(runner.db, backfill);
  const planned = register?.counts.planned ?? 0;
  let done = register?.counts.takenBack ?? 0;
  const runs: Run[] = [];
  for (const number of await listRuns(runner.db, backfill)) {
    runs.push({ ...emptyRun(backfill, number), open, planned, done });
    done += await countPlanned(runner.db, { backfill, run: number }, open);
  }
  return runs;
}

function emptyRun(backfill: Backfill, number: number): Run {
  let batch = 0;
  return { backfill, activity: "undo", number, open: [], planned: 0, done: 0, nextBatch: () => ++batch };
}
