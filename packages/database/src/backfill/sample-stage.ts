import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, vi } from "vitest";
import { type Database, openDatabase } from "../connection/open-database.ts";
import { createTestDatabase, type TestDatabase } from "../testing/index.ts";
import { type ApplySettings, applyBackfill } from "./apply-backfill.ts";
import { type BackfillStatus, readStatus } from "./control-backfill.ts";
import { planBackfill } from "./plan-backfill.ts";
import type { RunOutcome } from "./run-outcome.ts";
import { sampleBackfill } from "./sample-backfill.ts";

/** Small batches, and quick to look at what would make it wait. */
export const SAMPLE_PACE = {
  firstRows: 10,
  mostRows: 10,
  lookEveryMs: 20,
  maxTransactionSeconds: 0,
  batchTimeoutMs: 10_000,
  takeOverMs: 100,
};

/** A database of its own, and what tests of the sample backfill do with it. */
export type SampleStage = {
  testDatabase: TestDatabase;
  owner: Database;
  /** Where its plans are kept. */
  plansIn: string;
  settings(more?: Partial<ApplySettings>): ApplySettings;
  /** The hash of a plan made now. */
  plan(): Promise<string>;
  status(): Promise<BackfillStatus>;
  /** Descriptions by scenario's id. */
  described(): Promise<Record<number, string | null>>;
  /** The notes that a generation carries. */
  notesOf(id: number): Promise<object[] | undefined>;
  /** Begins a run that pauses between batches, and waits until it has written something. */
  startSlowly(more?: Partial<ApplySettings>): Promise<{ running: Promise<RunOutcome> }>;
  close(): Promise<void>;
};

export async function openSampleStage(): Promise<SampleStage> {
  const testDatabase = await createTestDatabase();
  const owner = openDatabase({ url: testDatabase.ownerUrl, applicationName: "test", poolSize: 4 });
  const plansIn = await mkdtemp(path.join(tmpdir(), "vivero-plans-"));
  const settings: SampleStage["settings"] = (more = {}) => ({
    url: testDatabase.ownerUrl,
    plansIn,
    backfill: sampleBackfill,
    by: "ana",
    ...more,
    pace: { ...SAMPLE_PACE, ...more.pace },
  });
  const plan = async () => (await planBackfill(owner.knex, sampleBackfill, { keepIn: plansIn })).hash;
  const status = () => readStatus(owner.knex, sampleBackfill);
  return {
    testDatabase,
    owner,
    plansIn,
    settings,
    plan,
    status,
    async described() {
      const rows: { id: number; description: string | null }[] = await owner
        .knex("generation.scenarios")
        .select("id", "description");
      return Object.fromEntries(rows.map(({ id, description }) => [id, description]));
    },
    async notesOf(id) {
      const row = await owner.knex("generation.scenario_generations").where({ id }).first("metadata");
      return row.metadata.notes;
    },
    async startSlowly(more = {}) {
      const running = applyBackfill(
        settings({ plan: await plan(), ...more, pace: { pauseMs: 60, ...more.pace } }),
      );
      // Who awaits it sees the error; until then it must not pass for unhandled.
      running.catch(() => undefined);
      await vi.waitFor(async () => expect((await status()).counts.written).toBeGreaterThan(0), {
        timeout: 10_000,
        interval: 10,
      });
      // Not the promise itself, which an await would wait for.
      return { running };
    },
    async close() {
      await owner.close();
      await testDatabase.drop();
      await rm(plansIn, { recursive: true, force: true });
    },
  };
}
