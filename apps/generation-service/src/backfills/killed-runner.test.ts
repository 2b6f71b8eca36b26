import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type Database,
  migrateLatest,
  openDatabase,
  planBackfill,
  planUndo,
  readStatus,
  verifyAuditChain,
  verifyBackfill,
} from "@vivero/database";
import { createTestDatabase, type TestDatabase } from "@vivero/database/testing";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { acceptedPrompt } from "./accepted-prompt.ts";
import { seedLegacyDatabase } from "./legacy/seed-legacy-database.ts";
import { fillWithOneStatement, provenance } from "./one-statement.ts";

const COMMAND = path.resolve(import.meta.dirname, "main.ts");
const SCENARIOS = 3_000;
/** So slow that there is always something left to kill; a transaction of a loaded machine is no reason to wait. */
const SLOWLY = ["--target-ms", "50", "--pause-ms", "50", "--max-transaction-seconds", "0"];

let testDatabase: TestDatabase;
let owner: Database;
let home: string;

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "vivero-home-"));
  testDatabase = await createTestDatabase();
  const url = testDatabase.ownerUrl;
  await seedLegacyDatabase({ url, scenarios: SCENARIOS, besideData: false });
  await migrateLatest({ urls: { generation: url, catalog: url } });
  owner = openDatabase({ url, applicationName: "test", poolSize: 3 });
});

afterAll(async () => {
  await owner?.close();
  await testDatabase?.drop();
  await rm(home, { recursive: true, force: true });
});

function start(args: readonly string[]) {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { MIGRATION_DATABASE_URL: testDatabase.ownerUrl, VIVERO_HOME: home },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaints = "";
  child.stderr.on("data", (chunk) => {
    complaints += chunk;
  });
  return { child, ended: once(child, "exit").then(([code]) => ({ code, complaints })) };
}

async function doneRows(label: "written" | "takenBack"): Promise<number> {
  return (await readStatus(owner.knex, acceptedPrompt)).counts[label] ?? 0;
}

/** Starts the command again and again, and kills it each time at some moment after it has got further. */
async function killRepeatedly(
  kills: number,
  args: readonly string[],
  label: "written" | "takenBack",
): Promise<void> {
  for (let kill = 0; kill < kills; kill++) {
    const before = kill === 0 ? 0 : await doneRows(label);
    const { child, ended } = start(args);
    await vi.waitFor(async () => expect(await doneRows(label)).toBeGreaterThan(before), {
      timeout: 20_000,
      interval: 5 + Math.random() * 60,
    });
    child.kill("SIGKILL");
    await ended;
    expect(await readStatus(owner.knex, acceptedPrompt)).toMatchObject({ state: "running" });
  }
  const last = await start(args).ended;
  expect(last).toEqual({ code: 0, complaints: "" });
}

/** How many entries of ours each generation's import audit has: of an apply, of an undo. */
async function entriesByGeneration(): Promise<{ entries: number; undone: number; generations: number }[]> {
  const { rows } = await owner.knex.raw(`
    SELECT entries, undone, count(*)::integer AS generations FROM
      (SELECT count(entry)::integer AS entries, count(entry -> 'report' -> 'undone')::integer AS undone
       FROM generation.scenario_generations AS generation
       LEFT JOIN LATERAL jsonb_array_elements(generation.metadata -> 'import_audit') AS entry
         ON entry ->> 'status' = 'backfill'
       GROUP BY organization_id, id) AS counted
    GROUP BY 1, 2 ORDER BY 1, 2`);
  return rows;
}

describe("a runner that is killed with SIGKILL, again and again", () => {
  it("leaves what one correct statement would have written, every generation noted once, then takes it all back", async () => {
    const before = await provenance(owner.knex);
    const plan = await planBackfill(owner.knex, acceptedPrompt, {
      keepIn: path.join(home, "backfill-plans"),
    });
    await killRepeatedly(5, ["apply", "--plan", plan.hash, ...SLOWLY], "written");

    const { toFill = 0 } = plan.counts;
    const finished = await readStatus(owner.knex, acceptedPrompt);
    expect(finished).toMatchObject({
      state: "finished",
      counts: { planned: toFill, written: toFill, skipped: 0 },
    });
    expect(await verifyBackfill(owner.knex, acceptedPrompt)).toMatchObject({ verified: true, first: [] });
    const others = await entriesByGeneration();
    expect(others).toEqual([
      expect.objectContaining({ entries: 0, undone: 0 }),
      { entries: 1, undone: 0, generations: toFill },
    ]);
    const ours = await provenance(owner.knex);
    expect(await fillWithOneStatement(owner.knex)).toBe(0);

    const undo = await planUndo(owner.knex, acceptedPrompt);
    expect(undo.counts).toEqual({ toTakeBack: toFill, changedSince: 0 });
    await killRepeatedly(2, ["undo", "apply", "--plan", undo.hash, ...SLOWLY], "takenBack");
    expect(await provenance(owner.knex)).toEqual(before);
    expect(await entriesByGeneration()).toEqual([others[0], { entries: 2, undone: 1, generations: toFill }]);
    for (const organizationId of [9_001, 9_002, 9_003, 9_004, 9_005]) {
      expect(await verifyAuditChain(owner.knex, { schema: "generation", organizationId })).toMatchObject({
        verified: true,
      });
    }

    expect(await fillWithOneStatement(owner.knex)).toBe(toFill);
    expect(await provenance(owner.knex)).toEqual(ours);
  }, 180_000);
});
