import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { verifyAuditChain } from "../audit/verify-audit-chain.ts";
import { type Database, openDatabase } from "../connection/open-database.ts";
import { createTestDatabase, type TestDatabase } from "../testing/index.ts";
import { type ApplySettings, applyBackfill } from "./apply-backfill.ts";
import { cancelBackfill, pauseBackfill, readStatus, resumeBackfill } from "./control-backfill.ts";
import { planBackfill } from "./plan-backfill.ts";
import { planUndo } from "./plan-undo.ts";
import { insertSamples, sampleBackfill } from "./sample-backfill.ts";
import { undoBackfill } from "./undo-backfill.ts";
import { verifyBackfill } from "./verify-backfill.ts";

let testDatabase: TestDatabase;
let owner: Database;

beforeEach(async () => {
  testDatabase = await createTestDatabase();
  owner = openDatabase({ url: testDatabase.ownerUrl, applicationName: "test", poolSize: 4 });
});

afterEach(async () => {
  await owner.close();
  await testDatabase.drop();
});

/** Small batches, and quick to look at what would make it wait. */
const PACE = {
  firstRows: 10,
  mostRows: 10,
  lookEveryMs: 20,
  maxTransactionSeconds: 0,
  batchTimeoutMs: 10_000,
  takeOverMs: 100,
};

const settings = (more: Partial<ApplySettings> = {}): ApplySettings => ({
  url: testDatabase.ownerUrl,
  backfill: sampleBackfill,
  by: "ana",
  ...more,
  pace: { ...PACE, ...more.pace },
});

const plan = async () => (await planBackfill(owner.knex, sampleBackfill)).hash;
const status = () => readStatus(owner.knex, sampleBackfill);

async function described(): Promise<Record<number, string | null>> {
  const rows: { id: number; description: string | null }[] = await owner
    .knex("generation.scenarios")
    .select("id", "description")
    .orderBy("id");
  return Object.fromEntries(rows.map(({ id, description }) => [id, description]));
}

const notesOf = async (id: number) =>
  (await owner.knex("generation.scenario_generations").where({ id }).first("metadata")).metadata.notes;

/** A run that holds still after its first batches. */
async function startSlowly(more: Partial<ApplySettings> = {}) {
  const running = applyBackfill(
    settings({ plan: await plan(), ...more, pace: { pauseMs: 60, ...more.pace } }),
  );
  running.catch(() => undefined);
  await vi.waitFor(async () => expect((await status()).counts.written).toBeGreaterThan(0), {
    timeout: 10_000,
    interval: 10,
  });
  // Not the promise itself, which an await would wait for.
  return { running };
}

describe("a plan", () => {
  it("counts exactly, keeps its hash while nothing changes, and changes it with any value or row", async () => {
    await insertSamples(owner.knex, 1, 30);
    await owner.knex.raw("UPDATE generation.scenario_generations SET scenario_id = 5 WHERE id = 6");
    await owner.knex.raw("UPDATE generation.scenarios SET description = 'mine' WHERE id = 7");
    await owner.knex.raw(
      "UPDATE generation.scenarios SET description = 'mine', scenario_type = 'mine' WHERE id = 8",
    );
    await owner.knex.raw("UPDATE generation.scenario_generations SET prompt = NULL WHERE id = 9");
    const first = await planBackfill(owner.knex, sampleBackfill);
    expect(first.counts).toEqual({
      rows: 30,
      toFill: 27,
      toType: 27,
      alreadyFilled: 1,
      several: 1,
      without: 1,
      withoutPrompt: 1,
    });
    expect(first.parts[0]?.columns).toEqual({ description: 25, scenario_type: 27 });
    expect(first.parts[0]?.samples).toHaveLength(10);
    expect(first.parts[0]?.problemRows).toEqual([
      { organizationId: 1, id: 5, problem: "several", detail: { generations: 2 } },
      { organizationId: 1, id: 6, problem: "without", detail: { generations: 0 } },
    ]);
    expect(first.figures).toEqual({ described: 2 });

    const changes = [
      "UPDATE generation.scenario_generations SET prompt = 'prompt x' WHERE id = 10",
      "UPDATE generation.scenarios SET description = 'mine' WHERE id = 11",
      "UPDATE generation.scenario_generations SET scenario_id = 12 WHERE id = 13",
      "INSERT INTO generation.scenario_generations (organization_id, id, status, scenario_id) VALUES (1, 101, 'complete', 6), (1, 102, 'complete', 6)",
    ];
    const hashes = new Set([first.hash, await plan()]);
    expect(hashes.size).toBe(1);
    for (const sql of changes) {
      await owner.knex.raw(sql);
      hashes.add(await plan());
    }
    expect(hashes.size).toBe(1 + changes.length);
  });

  it("says which migrations a database lacks", async () => {
    const empty = await createTestDatabase({ migrated: false });
    const other = openDatabase({ url: empty.ownerUrl, applicationName: "test", poolSize: 1 });
    await expect(planBackfill(other.knex, sampleBackfill)).rejects.toMatchObject({
      reason: "not-ready",
      message: expect.stringContaining("npm run migrate"),
    });
    await other.close();
    await empty.drop();
  });
});

describe("applying", () => {
  it("fills what is empty, column by column, notes each source once, and audits each batch", async () => {
    await insertSamples(owner.knex, 1, 35);
    await insertSamples(owner.knex, 2, 8);
    await owner.knex.raw(
      "UPDATE generation.scenarios SET description = 'mine' WHERE organization_id = 1 AND id = 7",
    );
    const outcome = await applyBackfill(settings({ plan: await plan(), userId: 77 }));
    expect(outcome).toMatchObject({
      end: "finished",
      run: 1,
      register: { state: "finished", startedBy: "ana", cursor: null },
    });
    expect(outcome.register.counts).toMatchObject({ planned: 43, written: 43, skipped: 0 });

    const rows = await owner.knex("generation.scenarios").orderBy(["organization_id", "id"]);
    for (const { id, organization_id, description, scenario_type } of rows) {
      expect(description).toBe(organization_id === 1 && id === 7 ? "mine" : `prompt ${id}`);
      expect(scenario_type).toBe("model");
    }
    const notes = await owner.knex("generation.scenario_generations").pluck("metadata");
    expect(notes).toEqual(Array(43).fill({ notes: [{ activity: "apply", run: 1 }] }));

    const events = await owner
      .knex("generation.audit_events")
      .where({ organization_id: 1 })
      .orderBy("sequence");
    expect(events.length).toBeGreaterThanOrEqual(4);
    expect(events[0]).toMatchObject({
      action: "backfill.applied",
      entity_type: "backfill",
      actor_user_id: 77,
      actor_roles: ["operator"],
      request_id: "backfill-sample-1",
    });
    expect(events.map(({ after }) => after.rows).reduce((sum, one) => sum + one)).toBe(35);
    for (const organizationId of [1, 2]) {
      expect(await verifyAuditChain(owner.knex, { schema: "generation", organizationId })).toMatchObject({
        verified: true,
      });
    }
    expect(await verifyBackfill(owner.knex, sampleBackfill)).toMatchObject({ verified: true });
  });

  it("refuses a plan that the data no longer give, and changes nothing", async () => {
    await insertSamples(owner.knex, 1, 12);
    const hash = await plan();
    await owner.knex.raw("UPDATE generation.scenario_generations SET prompt = 'other' WHERE id = 3");
    await expect(applyBackfill(settings({ plan: hash }))).rejects.toMatchObject({ reason: "plan-changed" });
    expect(new Set(Object.values(await described()))).toEqual(new Set([null]));
    expect(await owner.knex("generation.data_backfill_rows")).toEqual([]);
    expect(await status()).toMatchObject({ state: "pending", run: 0, runner: null });
  });

  it("needs a plan to begin, and says that a plan is done when it is asked for it again", async () => {
    await insertSamples(owner.knex, 1, 12);
    await expect(applyBackfill(settings())).rejects.toMatchObject({ reason: "no-plan" });
    const hash = await plan();
    await applyBackfill(settings({ plan: hash }));
    expect(await applyBackfill(settings({ plan: hash }))).toMatchObject({ end: "finished", run: 1 });
    expect(await notesOf(1)).toHaveLength(1);
  });

  it("leaves rows alone that were filled or whose source was changed since the plan, and says why", async () => {
    await insertSamples(owner.knex, 1, 100);
    const { running } = await startSlowly({ pace: { lanes: 1 } });
    const changes = owner.knex.transaction(async (trx) => {
      await trx.raw("UPDATE generation.scenarios SET description = 'theirs' WHERE id = 95");
      await trx.raw("UPDATE generation.scenario_generations SET prompt = 'newer' WHERE id = 96");
      await trx.raw("UPDATE generation.scenario_generations SET metadata = '{\"x\": 1}' WHERE id = 97");
    });
    await changes;
    const outcome = await running;
    expect(outcome.register.counts).toMatchObject({ planned: 100, written: 98, skipped: 2 });
    expect(await described()).toMatchObject({ 94: "prompt 94", 95: "theirs", 96: null, 97: "prompt 97" });
    expect(
      await owner
        .knex("generation.data_backfill_rows")
        .whereNotNull("skipped")
        .orderBy("id")
        .select("id", "skipped"),
    ).toEqual([
      { id: 95, skipped: "it was filled by somebody else" },
      { id: 96, skipped: "its source has changed" },
    ]);
    // They are for the next plan.
    const verification = await verifyBackfill(owner.knex, sampleBackfill);
    expect(verification).toMatchObject({ verified: false, differences: { "not-filled": 3 } });
  });

  it("waits for a row that somebody holds, while the other rows go on", async () => {
    await insertSamples(owner.knex, 1, 60);
    const hash = await plan();
    const held = Promise.withResolvers<void>();
    const holding = owner.knex.transaction(async (trx) => {
      await trx.raw("UPDATE generation.scenarios SET name = 'held' WHERE id = 25");
      await held.promise;
    });
    const running = applyBackfill(settings({ plan: hash, pace: { lockTimeoutMs: 20, tries: 1_000 } }));
    await vi.waitFor(async () => expect((await status()).counts.written).toBe(59), {
      timeout: 20_000,
      interval: 20,
    });
    held.resolve();
    await holding;
    expect(await running).toMatchObject({
      end: "finished",
      register: { counts: { written: 60, skipped: 0 } },
    });
    expect(await described()).toMatchObject({ 25: "prompt 25" });
  });

  it("fails when a row stays held, keeps what it wrote, and goes on when it is applied again", async () => {
    await insertSamples(owner.knex, 1, 30);
    const hash = await plan();
    await owner.knex.transaction(async (trx) => {
      await trx.raw("UPDATE generation.scenarios SET name = 'held' WHERE id = 25");
      const failing = applyBackfill(
        settings({ plan: hash, pace: { lockTimeoutMs: 10, tries: 4, lanes: 1 } }),
      );
      await expect(failing).rejects.toMatchObject({
        reason: "stuck",
        message: expect.stringContaining("lock timeout"),
      });
    });
    const failed = await status();
    expect(failed).toMatchObject({
      state: "failed",
      alive: false,
      lastError: { message: expect.stringContaining("could not be written") },
    });
    expect(failed.counts.written).toBeGreaterThanOrEqual(24);
    expect(await applyBackfill(settings({ plan: hash }))).toMatchObject({
      end: "finished",
      register: { counts: { written: 30 }, lastError: null },
    });
    expect(await notesOf(1)).toHaveLength(1);
  });

  it("does a batch in the same few statements, whatever it holds", async () => {
    const pace = { firstRows: 1_000, mostRows: 1_000, lanes: 1 };
    const statementsOf = async (): Promise<number> => {
      const hash = await plan();
      const queries = vi.spyOn(Client.prototype, "query");
      const outcome = await applyBackfill(settings({ plan: hash, pace }));
      expect(outcome.register.timings.batches).toBe(1);
      const count = queries.mock.calls.length;
      queries.mockRestore();
      return count;
    };
    // The first run has none before it, of which to forget what was not reached.
    for (const organization of [1, 2]) await insertSamples(owner.knex, organization, 1);
    await statementsOf();
    await insertSamples(owner.knex, 3, 1);
    const one = await statementsOf();
    for (const organization of [4, 5, 6, 7]) await insertSamples(owner.knex, organization, 100);
    expect(await statementsOf()).toBe(one);
    expect(await owner.knex("generation.audit_events").count("* as events")).toEqual([{ events: 7 }]);
  });
});

describe("an operator at another terminal", () => {
  it("is refused as the second runner, with the first one's name", async () => {
    await insertSamples(owner.knex, 1, 100);
    const { running } = await startSlowly();
    await expect(applyBackfill(settings({ by: "berta" }))).rejects.toMatchObject({
      reason: "busy",
      message: expect.stringMatching(/^ana \(process \d+ on .+\) is at work on sample/),
    });
    await expect(undoBackfill(settings({ by: "berta", plan: "x" }))).rejects.toMatchObject({
      reason: "busy",
    });
    expect(await running).toMatchObject({ end: "finished", register: { counts: { written: 100 } } });
  });

  it("pauses within one batch, resumes, and cancels for good", async () => {
    await insertSamples(owner.knex, 1, 200);
    const { running } = await startSlowly({ pace: { lanes: 1 } });
    await pauseBackfill(owner.knex, sampleBackfill);
    await vi.waitFor(async () => expect((await status()).waitingFor).toBe("an operator has paused it"), {
      timeout: 10_000,
      interval: 10,
    });
    const paused = await status();
    expect(paused).toMatchObject({ state: "paused", alive: true });
    // Its one lane holds still: nothing more comes while we look.
    for (let look = 0; look < 20; look++) {
      expect((await status()).counts.written).toBe(paused.counts.written);
    }

    await resumeBackfill(owner.knex, sampleBackfill);
    await vi.waitFor(
      async () => expect((await status()).counts.written).toBeGreaterThan(paused.counts.written ?? 0),
      { timeout: 10_000, interval: 10 },
    );
    const before = (await status()).counts.written ?? 0;
    await cancelBackfill(owner.knex, sampleBackfill);
    const outcome = await running;
    expect(outcome).toMatchObject({ end: "cancelled", register: { state: "cancelled" } });
    const written = outcome.register.counts.written ?? 0;
    expect(written).toBeLessThanOrEqual(before + 2 * PACE.mostRows);
    expect(written).toBeLessThan(200);
    // What was not written is no record of anything.
    expect(await owner.knex("generation.data_backfill_rows").count("* as rows")).toEqual([{ rows: written }]);
    await expect(resumeBackfill(owner.knex, sampleBackfill)).rejects.toMatchObject({ reason: "refused" });

    expect(await applyBackfill(settings({ plan: await plan() }))).toMatchObject({ run: 2, end: "finished" });
    expect(await verifyBackfill(owner.knex, sampleBackfill)).toMatchObject({ verified: true });
  });

  it("stops it with a signal, and goes on without naming the plan again", async () => {
    await insertSamples(owner.knex, 1, 100);
    const stop = new AbortController();
    const { running } = await startSlowly({ signal: stop.signal });
    stop.abort();
    expect(await running).toMatchObject({ end: "stopped", register: { state: "paused" } });
    expect(await status()).toMatchObject({ state: "paused", alive: false });
    await expect(resumeBackfill(owner.knex, sampleBackfill)).rejects.toThrow("go on with apply");
    expect(await applyBackfill(settings())).toMatchObject({
      end: "finished",
      run: 1,
      register: { counts: { written: 100 } },
    });
  });
});

describe("undoing", () => {
  it("takes back exactly what was written, leaves what somebody changed since, and can be done over", async () => {
    await insertSamples(owner.knex, 1, 40);
    await owner.knex.raw("UPDATE generation.scenarios SET description = 'mine' WHERE id = 7");
    const before = await owner.knex("generation.scenarios").orderBy("id");
    await applyBackfill(settings({ plan: await plan() }));
    await owner.knex.raw("UPDATE generation.scenarios SET description = 'later' WHERE id = 8");

    const undo = await planUndo(owner.knex, sampleBackfill);
    expect(undo.counts).toEqual({ toTakeBack: 40, changedSince: 1 });
    expect(undo.parts[0]?.columns).toEqual({ description: 38, scenario_type: 40 });
    await expect(undoBackfill(settings({ plan: "wrong" }))).rejects.toMatchObject({ reason: "plan-changed" });
    const outcome = await undoBackfill(settings({ plan: undo.hash }));
    expect(outcome).toMatchObject({
      end: "finished",
      activity: "undo",
      register: { state: "pending", counts: { takenBack: 40, changedSince: 1 } },
    });

    const after = await owner.knex("generation.scenarios").orderBy("id");
    expect(after).toEqual(before.map((row) => (row.id === 8 ? { ...row, description: "later" } : row)));
    expect(await notesOf(1)).toEqual([
      { activity: "apply", run: 1 },
      { activity: "undo", run: 1 },
    ]);
    expect(await owner.knex("generation.data_backfill_rows")).toEqual([]);
    expect(await verifyAuditChain(owner.knex, { schema: "generation", organizationId: 1 })).toMatchObject({
      verified: true,
    });

    expect(await applyBackfill(settings({ plan: await plan() }))).toMatchObject({ end: "finished", run: 2 });
    expect((await described())[8]).toBe("later");
  });

  it("takes back a run that was given up half-way, and several runs", async () => {
    await insertSamples(owner.knex, 1, 60);
    const before = await owner.knex("generation.scenarios").orderBy("id");
    const stop = new AbortController();
    const { running } = await startSlowly({ signal: stop.signal });
    stop.abort();
    const { register } = await running;
    const half = await planUndo(owner.knex, sampleBackfill);
    expect(half.counts.toTakeBack).toBe(register.counts.written);

    await owner.knex.raw("UPDATE generation.scenario_generations SET prompt = 'newer' WHERE id = 60");
    expect(await applyBackfill(settings({ plan: await plan() }))).toMatchObject({ run: 2 });
    const undo = await planUndo(owner.knex, sampleBackfill);
    expect(undo.counts).toEqual({ toTakeBack: 60, changedSince: 0 });
    await undoBackfill(settings({ plan: undo.hash }));
    expect(await owner.knex("generation.scenarios").orderBy("id")).toEqual(before);
  });
});

describe("verifying", () => {
  it("finds a value that was changed, one that vanished, a lost note and a lost row, and shows the first ten", async () => {
    await insertSamples(owner.knex, 1, 30);
    await applyBackfill(settings({ plan: await plan() }));
    await owner.knex.raw("UPDATE generation.scenarios SET description = description || ' ' WHERE id = 3");
    await owner.knex.raw("UPDATE generation.scenarios SET description = NULL WHERE id = 4");
    await owner.knex.raw("UPDATE generation.scenario_generations SET metadata = '{}' WHERE id = 5");
    await owner.knex.raw("UPDATE generation.scenario_generations SET scenario_id = NULL WHERE id = 6");
    await owner.knex.raw("DELETE FROM generation.scenarios WHERE id = 6");
    const found = await verifyBackfill(owner.knex, sampleBackfill);
    expect(found).toMatchObject({
      verified: false,
      differences: { different: 1, "not-filled": 1, "not-noted": 1, gone: 1 },
    });
    expect(found.first).toEqual([
      {
        table: "generation.scenarios",
        organizationId: 1,
        id: 3,
        kind: "different",
        column: "description",
        expected: "prompt 3",
        found: "prompt 3 ",
      },
      expect.objectContaining({ id: 4, kind: "not-filled", expected: "prompt 4", found: null }),
      expect.objectContaining({ id: 5, kind: "not-noted", column: null }),
      expect.objectContaining({ id: 6, kind: "gone" }),
    ]);
    await owner.knex.raw("UPDATE generation.scenarios SET description = 'x', scenario_type = 'y'");
    const all = await verifyBackfill(owner.knex, sampleBackfill);
    expect(all.first).toHaveLength(10);
    expect(all.differences.different).toBe(58);
  });
});

describe("what makes it wait", () => {
  it("waits while a transaction is old, says for whom, and goes on when it is over", async () => {
    await insertSamples(owner.knex, 1, 20);
    const hash = await plan();
    const over = Promise.withResolvers<void>();
    const service = openDatabase({ url: testDatabase.generationUrl, applicationName: "slow", poolSize: 1 });
    const open = service.knex.transaction(async (trx) => {
      await trx.raw("SELECT 1");
      await over.promise;
    });
    const running = applyBackfill(settings({ plan: hash, pace: { maxTransactionSeconds: 0.05 } }));
    await vi.waitFor(
      async () =>
        expect((await status()).waitingFor).toMatch(
          /^a transaction of generation_service \(process \d+\) is \d+ s old$/,
        ),
      { timeout: 10_000, interval: 20 },
    );
    expect((await status()).counts.written).toBe(0);
    over.resolve();
    await open;
    await service.close();
    expect(await running).toMatchObject({ end: "finished", register: { waitingFor: null } });
  });

  it("waits while the operator's query says so, and refuses one that gives no boolean or writes", async () => {
    await insertSamples(owner.knex, 1, 20);
    await owner.knex.raw("CREATE TABLE generation.busy AS SELECT true AS busy");
    const hash = await plan();
    const running = applyBackfill(
      settings({ plan: hash, pace: { maxLoad: "SELECT busy FROM generation.busy" } }),
    );
    await vi.waitFor(async () => expect((await status()).waitingFor).toContain("--max-load"), {
      timeout: 10_000,
      interval: 20,
    });
    await owner.knex.raw("UPDATE generation.busy SET busy = false");
    expect(await running).toMatchObject({ end: "finished" });

    await owner.knex.raw("UPDATE generation.scenarios SET description = NULL");
    for (const maxLoad of ["SELECT 1", "DELETE FROM generation.busy", "SELECT true FROM nowhere"]) {
      await expect(applyBackfill(settings({ plan: await plan(), pace: { maxLoad } }))).rejects.toMatchObject({
        reason: "refused",
      });
    }
    expect(await owner.knex("generation.busy")).toHaveLength(1);
  });
});
