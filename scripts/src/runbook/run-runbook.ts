import type { DatabaseIdentity } from "../backup/database-identity.ts";
import type { Confirm } from "../command/confirm.ts";
import { recordStep } from "../deployment/step.ts";
import type { Commit } from "../installation/commit.ts";
import { ACTIONS } from "./actions/index.ts";
import type { ChosenSteps } from "./choose-steps.ts";
import { leaveSafely } from "./leave-safely.ts";
import { noteProgress, readProgress, readRecords, writeRecord } from "./record-folder.ts";
import type { Run } from "./run.ts";
import { type ItemRecord, isComplete, type OpenRecord, type RunRecord } from "./run-record.ts";
import { type ChecklistItem, type Language, type StepId, stepOf } from "./runbook.ts";

/** A step to be shown while it works. */
export interface PresentedStep {
  readonly id: StepId;
  readonly title: string;
  /** Tells each line; throws when the step fails. */
  readonly work: (onLine: (line: string) => void) => Promise<"done" | "skipped">;
}

/** Shows the steps as they go: a checklist, or lines. It has each work in order, and stops at one that throws. */
export type Present = (steps: readonly PresentedStep[]) => Promise<void>;

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

/** What a run left behind. */
export interface RunbookOutcome {
  readonly record: RunRecord;
  /** It holds the transcripts. */
  readonly folder: string;
  /** Why nobody could be told of the end. */
  readonly untold: string | undefined;
}

/** Executes steps in order, stops at the first that fails, and writes the sealed record, whatever happens. */
export async function runRunbook(options: RunbookOptions): Promise<RunbookOutcome> {
  const { run, folder, chosen, tell } = options;
  const ledger = openLedger(options, await beginRecord(options));
  const { id, commit } = ledger.record();
  await ledger.remark(
    await tell(`Vivero ${run.environment}: deployment ${id} of commit ${commit.id} begins.`),
  );
  let refusal: string | undefined;
  for (const segment of segmentsOf(chosen.steps)) {
    refusal = await decide(segment, options);
    if (refusal) break;
    await runSegment(segment, options, ledger);
    if (ledger.failed()) break;
  }
  await ledger.remark(refusal);
  const failed = ledger.failed();
  if (failed) for (const line of await leaveSafely(run, failed.id)) await ledger.remark(line);
  const whole = isComplete(ledger.record()) ? "complete" : "partial";
  await ledger.change({ result: refusal ? "interrupted" : failed ? "failed" : whole });
  const written = await writeRecord(folder, ledger.record());
  return { ...written, untold: await tell(summaryOf(written.record)) };
}

/** The record while it is being written; each change is noted on disk, so that a killed run leaves a trace. */
interface Ledger {
  record(): OpenRecord;
  failed(): RunRecord["steps"][number] | undefined;
  change(changed: Partial<OpenRecord>): Promise<void>;
  remark(text: string | undefined): Promise<void>;
}

function openLedger({ run, folder }: RunbookOptions, begun: OpenRecord): Ledger {
  let record = begun;
  const change = async (changed: Partial<OpenRecord>): Promise<void> => {
    record = { ...record, ...changed, facts: run.facts, endedAt: new Date().toISOString() };
    await noteProgress(folder, record);
  };
  return {
    record: () => record,
    failed: () => record.steps.find(({ result }) => result === "failed"),
    change,
    remark: async (text) => {
      if (text !== undefined) await change({ remarks: [...record.remarks, text] });
    },
  };
}

async function runSegment(
  segment: readonly StepId[],
  options: RunbookOptions,
  ledger: Ledger,
): Promise<void> {
  const steps = segment.map((id) => ({
    id,
    title: stepOf(id).title[options.language],
    work: (onLine: (line: string) => void) => perform(id, options, ledger, onLine),
  }));
  await options.present(steps).catch((error) => {
    // A failed step is in the record already; anything else nobody foresaw.
    if (!ledger.failed()) throw error;
  });
}

/** Runs one step and keeps what became of it; a failed check leaves its item unticked, with the reason. */
async function perform(
  id: StepId,
  { run }: RunbookOptions,
  ledger: Ledger,
  onLine: (line: string) => void,
): Promise<"done" | "skipped"> {
  const { title, ticks } = stepOf(id);
  let detail = "";
  const { record: step, error } = await recordStep(
    { id, title: title.en },
    async (note) => {
      detail = await ACTIONS[id](run, note);
    },
    onLine,
  );
  const before = ledger.record();
  const item = {
    ticked: step.result === "done",
    detail: error?.message ?? detail,
    at: new Date().toISOString(),
    run: before.id,
  };
  await ledger.change({
    steps: [...before.steps, { ...step, id }],
    ...(ticks ? { checklist: { ...before.checklist, [ticks]: item } } : {}),
  });
  if (error) throw error;
  return step.result === "skipped" ? "skipped" : "done";
}

/** A new record after the last one; what a killed run left is sealed first, as interrupted. */
async function beginRecord(options: RunbookOptions): Promise<OpenRecord> {
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
    checklist: keptItems(chosen),
    facts: run.facts,
    remarks: [],
    previous: previous ? { id: previous.id, hash: previous.hash } : null,
  };
}

/** What was ticked before, but for what this run checks anew. */
function keptItems({ steps, continues }: ChosenSteps): RunRecord["checklist"] {
  const anew = new Set(steps.map((id) => stepOf(id).ticks));
  const before = Object.entries(continues?.checklist ?? {}) as [ChecklistItem, ItemRecord][];
  return Object.fromEntries(before.filter(([item]) => !anew.has(item)));
}

/** Closes the record of a run that was killed, as it stands. */
export async function sealInterrupted(folder: string): Promise<RunRecord | undefined> {
  const left = await readProgress(folder);
  if (!left) return undefined;
  return (await writeRecord(folder, { ...left, result: "interrupted" })).record;
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

/** @returns why it goes no further; undefined when it does */
async function decide([first]: readonly StepId[], options: RunbookOptions): Promise<string | undefined> {
  const asks = first && stepOf(first).asks;
  if (!asks || !options.confirm) return undefined;
  const { run, database, language } = options;
  const expected = `${run.environment} ${database.database}`;
  if (await options.confirm(asks[language], expected)) return undefined;
  return `Stopped before ${first}, as ${expected} was not typed.`;
}

function summaryOf({ id, environment, result, commit, steps, checklist, hash }: RunRecord): string {
  const failed = steps.find((step) => step.result === "failed");
  const ticked = Object.values(checklist).filter((item) => item.ticked).length;
  const reason = failed ? ` Step ${failed.id} failed: ${failed.problem}` : "";
  return `Vivero ${environment}: deployment ${id} of commit ${commit.id} is ${result}, ${ticked} of 7 items ticked.${reason} Record ${hash}`;
}
