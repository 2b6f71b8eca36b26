import { InvalidArgumentError } from "commander";
import type { DatabaseIdentity } from "../backup/database-identity.ts";
import type { Commit } from "../installation/commit.ts";
import { passedSteps, type RunRecord } from "./run-record.ts";
import { type Environment, STEP_IDS, type StepId } from "./runbook.ts";

/** What was asked for on the command line. */
export interface Asked {
  readonly environment: Environment;
  readonly from?: StepId | undefined;
  readonly only?: StepId | undefined;
}

/** What to run, and what counts from a run before. */
export interface ChosenSteps {
  readonly steps: readonly StepId[];
  /** The run that this one goes on from. */
  readonly continues: RunRecord | undefined;
  readonly carried: Readonly<Partial<Record<StepId, string>>>;
}

/**
 * Without `--from` or `--only`: the latest run goes on at the step where it stopped, if it was of this installation and of
 * this commit; else a new one begins. With them: what passed before in such a run counts.
 */
export function chooseSteps(
  asked: Asked,
  records: readonly RunRecord[],
  here: { commit: Commit; database: Pick<DatabaseIdentity, "systemIdentifier" | "database"> },
): ChosenSteps {
  const latest = records.filter(({ environment }) => environment === asked.environment).at(-1);
  const fits =
    latest?.commit.id === here.commit.id &&
    latest.database.systemIdentifier === here.database.systemIdentifier &&
    latest.database.database === here.database.database;
  const continues = latest && fits ? latest : undefined;
  if (asked.only) return carry(continues, [asked.only]);
  if (asked.from) return carry(continues, STEP_IDS.slice(STEP_IDS.indexOf(asked.from)));
  const stopped =
    continues && (continues.result === "failed" || continues.result === "interrupted")
      ? firstLeft(continues)
      : undefined;
  if (stopped) return carry(continues, STEP_IDS.slice(STEP_IDS.indexOf(stopped)));
  return { steps: STEP_IDS, continues: undefined, carried: {} };
}

/** The doors were opened again when a run stopped between closing and opening them: it closes them anew. */
const BEHIND_CLOSED_DOORS: readonly StepId[] = ["migrate", "backfill", "maintenance-off"];

function firstLeft(record: RunRecord): StepId | undefined {
  const passed = passedSteps(record);
  const left = STEP_IDS.find((id) => !passed.has(id));
  return left && BEHIND_CLOSED_DOORS.includes(left) ? "maintenance-on" : left;
}

function carry(continues: RunRecord | undefined, steps: readonly StepId[]): ChosenSteps {
  if (!continues) return { steps, continues, carried: {} };
  const passed = [...passedSteps(continues)].filter((id) => !steps.includes(id));
  const where = (id: StepId) =>
    continues.steps.some((step) => step.id === id) ? continues.id : (continues.carried[id] ?? continues.id);
  return { steps, continues, carried: Object.fromEntries(passed.map((id) => [id, where(id)])) };
}

/** @throws InvalidArgumentError naming the steps there are, which commander tells as a wrong option */
export function parseStep(text: string): StepId {
  const step = STEP_IDS.find((id) => id === text);
  if (step) return step;
  throw new InvalidArgumentError(`The steps: ${STEP_IDS.join(", ")}.`);
}
