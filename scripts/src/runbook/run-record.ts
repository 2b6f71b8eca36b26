import { createHash } from "node:crypto";
import type { TreeCounts } from "@vivero/contracts";
import type { DatabaseIdentity } from "../backup/database-identity.ts";
import type { DatabaseFacts } from "../backup/table-facts.ts";
import type { StepRecord } from "../deployment/step.ts";
import type { Commit } from "../installation/commit.ts";
import {
  CHECKLIST_ITEMS,
  type ChecklistItem,
  type Environment,
  type Language,
  STEP_IDS,
  type StepId,
} from "./runbook.ts";

/** One of the example scenarios, as the functional test left it. */
export interface TriedScenario {
  readonly example: string;
  readonly organizationId: number;
  readonly generationId: number;
  readonly scenarioId: number;
  /** What the model's answer holds. */
  readonly found: TreeCounts;
}

/** What later steps need to know of earlier ones, also when they run another day. */
export interface RunFacts {
  readonly backupFile?: string;
  readonly backupTables?: DatabaseFacts;
  readonly tried?: readonly TriedScenario[];
}

/** What a check said of an item of the checklist. */
export interface ItemRecord {
  readonly ticked: boolean;
  readonly detail: string;
  readonly at: string;
  /** The run whose check it was. */
  readonly run: string;
}

/** A link to another record. */
export interface RecordLink {
  readonly id: string;
  readonly hash: string;
}

/** The audit record of one run of the runbook. `hash` covers all of it, and with `previous` all before it. */
export interface RunRecord {
  readonly format: 1;
  readonly id: string;
  readonly sequence: number;
  readonly environment: Environment;
  readonly language: Language;
  readonly operator: string;
  readonly commit: Commit;
  readonly database: Pick<DatabaseIdentity, "systemIdentifier" | "database" | "serverVersion">;
  readonly startedAt: string;
  readonly endedAt: string;
  /** `complete`: every step has passed and every item is ticked. `partial`: not all were asked for. */
  readonly result: "complete" | "partial" | "failed" | "interrupted";
  /** The run that this one goes on from: what passed there counts here. */
  readonly continues: RecordLink | null;
  /** Steps that passed in a run before, and in which. */
  readonly carried: Readonly<Partial<Record<StepId, string>>>;
  readonly steps: readonly (StepRecord & { readonly id: StepId })[];
  readonly checklist: Readonly<Partial<Record<ChecklistItem, ItemRecord>>>;
  readonly facts: RunFacts;
  /** Things worth telling that belong to no step, like a webhook that did not answer. */
  readonly remarks: readonly string[];
  readonly previous: RecordLink | null;
  /** SHA-256 of the transcripts that were written with it. */
  readonly transcripts: { readonly markdown: string; readonly html: string };
  readonly hash: string;
}

/** A record that is still being written. */
export type OpenRecord = Omit<RunRecord, "transcripts" | "hash">;

/** SHA-256 of everything in a record but its hash, as it is written: the order of fields counts. */
export function hashOfRecord({ hash: _, ...rest }: RunRecord): string {
  return sha256(JSON.stringify(rest));
}

/** Closes a record over its transcripts: whoever changes any of it from now on is found out. */
export function sealRecord(record: OpenRecord, transcripts: { markdown: string; html: string }): RunRecord {
  const hashes = { markdown: sha256(transcripts.markdown), html: sha256(transcripts.html) };
  const unsealed: RunRecord = { ...record, transcripts: hashes, hash: "" };
  return { ...unsealed, hash: hashOfRecord(unsealed) };
}

export const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** The steps that count as passed after this run. */
export function passedSteps({ carried, steps }: Pick<RunRecord, "carried" | "steps">): Set<StepId> {
  const passed = new Set(Object.keys(carried) as StepId[]);
  for (const { id, result } of steps) {
    if (result === "failed") passed.delete(id);
    else passed.add(id);
  }
  return passed;
}

/** Whether nothing is left to do or to tick. */
export function isComplete(record: Pick<RunRecord, "carried" | "steps" | "checklist">): boolean {
  const passed = passedSteps(record);
  return (
    STEP_IDS.every((id) => passed.has(id)) && CHECKLIST_ITEMS.every((item) => record.checklist[item]?.ticked)
  );
}
