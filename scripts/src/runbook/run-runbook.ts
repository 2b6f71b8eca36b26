import type { DatabaseIdentity } from "../backup/database-identity.ts";
import type { Confirm } from "../command/confirm.ts";
import { OperationError } from "../command/operation-error.ts";
import { recordStep } from "../deployment/step.ts";
import type { Commit } from "../installation/commit.ts";
import { ACTIONS } from "./actions/index.ts";
import type { ChosenSteps } from "./choose-steps.ts";
import { leaveSafely } from "./leave-safely.ts";
import { noteProgress, readProgress, readRecords, writeRecord } from "./record-folder.ts";
import type { Run } from "./run.ts";
import { isComplete, type RunRecord, sealRecord } from "./run-record.ts";
import { type Language, type StepId, stepOf } from "./runbook.ts";

/** Shows the steps as they go; the checklist of a terminal, or lines. It calls each `work` in order and stops at one that throws. */
export type Present = (
  steps: readonly { id: StepId; title: string; work: (onLine: (line: string) => void) => Promise<void> }[],
) => Promise<void>;

/** How to run the runbook. */
export interface RunbookOptions {
  readonly run: Run;
  readonly folder: string;
  readonly chosen: ChosenSteps;
  readonly commit: Commit;
  readonly operator: string;
  readonly database: DatabaseIdentity;
  readonly language: Language;
  /** Undefined: whatever a person would decide is decided (`--yes`). */
  readonly confirm: Confirm | undefined;
  readonly present: Present;
  /** Tells somebody; returns why it could not. */
  readonly tell: (text: string) => Promise<string | undefined>;
}

/**
 * Executes steps in order, stops at the first that fails, and writes the sealed record, whatever happens.
 * @returns the record, and the folder that holds its transcripts
 */
export async function runRunbook(options: RunbookOptions): Promise<{ record: RunRecord; folder: string }> {
  const { run, folder, chosen, language, tell, present } = options;
  let record = await beginRecord(options);
  const change = async (changed: Partial<RunRecord>): Promise<void> => {
    record = { ...record, ...changed, facts: run.facts, endedAt: new Date().toISOString() };
    await noteProgress(folder, record);
  };
  const remark = (problem: string | undefined) =>
    problem ? change({ remarks: [...record.remarks, problem] }) : undefined;
  await change({});
  await remark(
    await tell(`Vivero ${run.environment}: deployment ${record.id} of commit ${record.commit.id} begins.`),
  );
  const failedStep = () => record.steps.find(({ result }) => result === "failed");
  let refused: OperationError | undefined;
  for (const segment of segmentsOf(chosen.steps)) {
    refused = await decide(segment, options);
    if (refused) break;
    const steps = segment.map((id) => ({
      id,
      title: stepOf(id).title[language],
      work: (onLine: (line: string) => void) => perform(id, onLine),
    }));
    await present(steps).catch((error) => {
      // A failed step is in the record already; anything else nobody foresaw.
      if (!failedStep()) throw error;
    });
    if (failedStep()) break;
  }
  const failed = failedStep();
  if (refused) await change({ remarks: [...record.remarks, refused.message] });
  if (failed) await change({ remarks: [...record.remarks, ...(await leaveSafely(run, failed.id))] });
  await change({
    result: refused ? "interrupted" : failed ? "failed" : isComplete(record) ? "complete" : "partial",
  });
  const sealed = sealRecord(record);
  const problem = await tell(summaryOf(sealed));
  const final = problem ? sealRecord({ ...record, remarks: [...record.remarks, problem] }) : sealed;
  return { record: final, folder: await writeRecord(folder, final) };

  /** Runs one step and keeps what became of it; a failed check leaves its item unticked, with the reason. */
  async function perform(id: StepId, onLine: (line: string) => void): Promise<void> {
    const { title, ticks } = stepOf(id);
    let detail = "";
    const { record: step, error } = await recordStep(
      { id, title: title.en },
      async (note) => {
        detail = await ACTIONS[id](run, note);
      },
      onLine,
    );
    const item = {
      ticked: step.result === "done",
      detail: error?.message ?? detail,
      at: new Date().toISOString(),
      run: record.id,
    };
    await change({
      steps: [...record.steps, { ...step, id }],
      ...(ticks ? { checklist: { ...record.checklist, [ticks]: item } } : {}),
    });
    if (error) throw error;
  }
}

/** A new record after the last one; what a killed run left is sealed first, as interrupted. */
async function beginRecord(options: RunbookOptions): Promise<Omit<RunRecord, "hash">> {
  const { run, folder, chosen, commit, operator, database, language } = options;
  const previous = (await readRecords(folder)).at(-1);
  const sequence = (previous?.sequence ?? 0) + 1;
  const now = new Date().toISOString();
  const { continues, carried } = chosen;
  return {
    format: 1,
    id: `${String(sequence).padStart(4, "0")}-${run.environment}`,
    sequence,
    environment: run.environment,
    language,
    operator,
    commit,
    database: {
      systemIdentifier: database.systemIdentifier,
      database: database.database,
      serverVersion: database.serverVersion,
    },
    startedAt: now,
    endedAt: now,
    result: "interrupted",
    continues: continues ? { id: continues.id, hash: continues.hash } : null,
    carried,
    steps: [],
    checklist: continues?.checklist ?? {},
    facts: run.facts,
    remarks: [],
    previous: previous ? { id: previous.id, hash: previous.hash } : null,
  };
}

/** Closes the record of a run that was killed, as it stands. */
export async function sealInterrupted(folder: string): Promise<RunRecord | undefined> {
  const left = await readProgress(folder);
  if (!left) return undefined;
  const record = sealRecord({ ...left, result: "interrupted" });
  await writeRecord(folder, record);
  return record;
}

/** Steps up to the next one that a person must decide about: a checklist that is being drawn cannot ask. */
function segmentsOf(steps: readonly StepId[]): StepId[][] {
  const segments: StepId[][] = [];
  for (const id of steps) {
    const last = segments.at(-1);
    if (!last || stepOf(id).asks) segments.push([id]);
    else last.push(id);
  }
  return segments;
}

/** @returns why it was not confirmed */
async function decide(
  [first]: readonly StepId[],
  options: RunbookOptions,
): Promise<OperationError | undefined> {
  const asks = first && stepOf(first).asks;
  if (!asks || !options.confirm) return undefined;
  const { run, database, language } = options;
  const expected = `${run.environment} ${database.database}`;
  if (await options.confirm(asks[language], expected)) return undefined;
  return new OperationError(`Stopped before ${first}, as ${expected} was not typed.`);
}

function summaryOf({ id, environment, result, commit, steps, checklist, hash }: RunRecord): string {
  const failed = steps.find((step) => step.result === "failed");
  const ticked = Object.values(checklist).filter((item) => item.ticked).length;
  const reason = failed ? ` Step ${failed.id} failed: ${failed.problem}` : "";
  return `Vivero ${environment}: deployment ${id} of commit ${commit.id} is ${result}, ${ticked} of 7 items ticked.${reason} Record ${hash}`;
}
