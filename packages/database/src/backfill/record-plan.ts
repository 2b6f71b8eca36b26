import type { Knex } from "knex";
import { type Backfill, columnNames } from "./backfill.ts";
import { BackfillError } from "./backfill-error.ts";
import { gapsBetween } from "./keys.ts";
import type { Plan } from "./plan.ts";
import { makePlan } from "./plan-backfill.ts";
import { dropKeptPlan } from "./plan-folder.ts";
import { forgetPlanned } from "./planned-rows.ts";
import { begunBy, changeRegister, type Register, readDoneStretches } from "./register.ts";
import type { Runner } from "./runner.ts";
import { takeKeptPlan } from "./take-kept-plan.ts";

type Approved = {
  register: Register;
  /** The hash of the plan. */
  approved: string;
  /** Of the run that begins. */
  number: number;
  /** Where `planBackfill` may have kept the plan. */
  plansIn: string | undefined;
  now: () => Date;
};

/**
 * Stores the approved plan in one transaction. It is the one that was kept, while nothing was written since; else it is made
 * again, and with another hash than the approved one, nothing is left of it. What an earlier run had not yet written is forgotten.
 *
 * @returns how many rows it is about
 * @throws BackfillError `plan-changed`
 */
export async function recordPlan(
  runner: Runner,
  backfill: Backfill,
  { register, approved, number, plansIn, now }: Approved,
): Promise<number> {
  const planned = await runner.transaction(async (trx) => {
    if (register.run > 0 && register.activity === "apply") {
      const done = await readDoneStretches(trx, backfill, register.run);
      await forgetPlanned(trx, { backfill, run: register.run }, gapsBetween(done, backfill.parts.length));
    }
    const kept =
      plansIn &&
      (await takeKeptPlan(trx, backfill, { approved, run: number, folder: plansIn, beside: runner.db }));
    const { counts } = kept || (await planAgain(trx, backfill, { approved, number }));
    const toFill = counts.toFill ?? 0;
    await changeRegister(trx, backfill, {
      ...begunBy(runner.by, now()),
      activity: "apply",
      run: number,
      planHash: approved,
      columns: backfill.parts.map(columnNames),
      counts: { ...counts, planned: toFill, written: 0, skipped: 0 },
    });
    return toFill;
  });
  // From here on it is in the database, and of what was kept nothing holds any more.
  if (plansIn) await dropKeptPlan(runner.db, plansIn, backfill);
  return planned;
}

async function planAgain(
  trx: Knex.Transaction,
  backfill: Backfill,
  { approved, number }: { approved: string; number: number },
): Promise<Plan> {
  const plan = await makePlan(trx, backfill, { run: number, record: true });
  if (plan.hash === approved) return plan;
  throw new BackfillError(
    "plan-changed",
    `The data no longer give the plan ${approved}, but ${plan.hash}: nothing was written. Look at the plan again.`,
  );
}
