import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { verifyAuditChain } from "../audit/verify-audit-chain.ts";
import { applyBackfill } from "./apply-backfill.ts";
import { insertSamples, sampleBackfill } from "./sample-backfill.ts";
import { openSampleStage, type SampleStage } from "./sample-stage.ts";
import { verifyBackfill } from "./verify-backfill.ts";

let stage: SampleStage;

beforeEach(async () => {
  stage = await openSampleStage();
});

afterEach(() => stage.close());

describe("applying", () => {
  it("fills what is empty, column by column, notes each source once, and audits each batch", async () => {
    await insertSamples(stage.owner.knex, 1, 35);
    await insertSamples(stage.owner.knex, 2, 8);
    await stage.owner.knex.raw(
      "UPDATE generation.scenarios SET description = 'mine' WHERE organization_id = 1 AND id = 7",
    );
    const outcome = await applyBackfill(stage.settings({ plan: await stage.plan(), userId: 77 }));
    expect(outcome).toMatchObject({
      end: "finished",
      run: 1,
      register: { state: "finished", startedBy: "ana", cursor: null },
    });
    expect(outcome.register.counts).toMatchObject({ planned: 43, written: 43, skipped: 0 });

    const rows = await stage.owner.knex("generation.scenarios").orderBy(["organization_id", "id"]);
    for (const { id, organization_id, description, scenario_type } of rows) {
      expect(description).toBe(organization_id === 1 && id === 7 ? "mine" : `prompt ${id}`);
      expect(scenario_type).toBe("model");
    }
    const notes = await stage.owner.knex("generation.scenario_generations").pluck("metadata");
    expect(notes).toEqual(Array(43).fill({ notes: [{ activity: "apply", run: 1 }] }));

    const events = await stage.owner
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
      expect(
        await verifyAuditChain(stage.owner.knex, { schema: "generation", organizationId }),
      ).toMatchObject({
        verified: true,
      });
    }
    expect(await verifyBackfill(stage.owner.knex, sampleBackfill)).toMatchObject({ verified: true });
  });

  it("refuses a plan that the data no longer give, and changes nothing", async () => {
    await insertSamples(stage.owner.knex, 1, 12);
    const hash = await stage.plan();
    await stage.owner.knex.raw("UPDATE generation.scenario_generations SET prompt = 'other' WHERE id = 3");
    await expect(applyBackfill(stage.settings({ plan: hash }))).rejects.toMatchObject({
      reason: "plan-changed",
    });
    expect(new Set(Object.values(await stage.described()))).toEqual(new Set([null]));
    expect(await stage.owner.knex("generation.data_backfill_rows")).toEqual([]);
    expect(await stage.status()).toMatchObject({ state: "pending", run: 0, runner: null });
  });

  it("needs a plan to begin, and says that a plan is done when it is asked for it again", async () => {
    await insertSamples(stage.owner.knex, 1, 12);
    await expect(applyBackfill(stage.settings())).rejects.toMatchObject({ reason: "no-plan" });
    const hash = await stage.plan();
    await applyBackfill(stage.settings({ plan: hash }));
    expect(await applyBackfill(stage.settings({ plan: hash }))).toMatchObject({ end: "finished", run: 1 });
    expect(await stage.notesOf(1)).toHaveLength(1);
  });

  it("leaves rows alone that were filled or whose source was changed since the plan, and says why", async () => {
    await insertSamples(stage.owner.knex, 1, 100);
    const { running } = await stage.startSlowly({ pace: { lanes: 1 } });
    const changes = stage.owner.knex.transaction(async (trx) => {
      await trx.raw("UPDATE generation.scenarios SET description = 'theirs' WHERE id = 95");
      await trx.raw("UPDATE generation.scenario_generations SET prompt = 'newer' WHERE id = 96");
      await trx.raw("UPDATE generation.scenario_generations SET metadata = '{\"x\": 1}' WHERE id = 97");
    });
    await changes;
    const outcome = await running;
    expect(outcome.register.counts).toMatchObject({ planned: 100, written: 98, skipped: 2 });
    expect(await stage.described()).toMatchObject({
      94: "prompt 94",
      95: "theirs",
      96: null,
      97: "prompt 97",
    });
    expect(
      await stage.owner
        .knex("generation.data_backfill_rows")
        .whereNotNull("skipped")
        .orderBy("id")
        .select("id", "skipped"),
    ).toEqual([
      { id: 95, skipped: "it was filled by somebody else" },
      { id: 96, skipped: "its source has changed" },
    ]);
    // They are for the next plan.
    const verification = await verifyBackfill(stage.owner.knex, sampleBackfill);
    expect(verification).toMatchObject({ verified: false, differences: { "not-filled": 3 } });
  });

  it("waits for a row that somebody holds, while the other rows go on", async () => {
    await insertSamples(stage.owner.knex, 1, 60);
    const hash = await stage.plan();
    const held = Promise.withResolvers<void>();
    const holding = stage.owner.knex.transaction(async (trx) => {
      await trx.raw("UPDATE generation.scenarios SET name = 'held' WHERE id = 25");
      await held.promise;
    });
    const running = applyBackfill(stage.settings({ plan: hash, pace: { lockTimeoutMs: 20, tries: 1_000 } }));
    await vi.waitFor(async () => expect((await stage.status()).counts.written).toBe(59), {
      timeout: 20_000,
      interval: 20,
    });
    held.resolve();
    await holding;
    expect(await running).toMatchObject({
      end: "finished",
      register: { counts: { written: 60, skipped: 0 } },
    });
    expect(await stage.described()).toMatchObject({ 25: "prompt 25" });
  });

  it("fails when a row stays held, keeps what it wrote, and goes on when it is applied again", async () => {
    await insertSamples(stage.owner.knex, 1, 30);
    const hash = await stage.plan();
    await stage.owner.knex.transaction(async (trx) => {
      await trx.raw("UPDATE generation.scenarios SET name = 'held' WHERE id = 25");
      const failing = applyBackfill(
        stage.settings({ plan: hash, pace: { lockTimeoutMs: 10, tries: 4, lanes: 1 } }),
      );
      await expect(failing).rejects.toMatchObject({
        reason: "stuck",
        message: expect.stringContaining("lock timeout"),
      });
    });
    const failed = await stage.status();
    expect(failed).toMatchObject({
      state: "failed",
      alive: false,
      lastError: { message: expect.stringContaining("could not be written") },
    });
    expect(failed.counts.written).toBeGreaterThanOrEqual(24);
    expect(await applyBackfill(stage.settings({ plan: hash }))).toMatchObject({
      end: "finished",
      register: { counts: { written: 30 }, lastError: null },
    });
    expect(await stage.notesOf(1)).toHaveLength(1);
  });

  it("halves a batch that lasts too long, until it passes", async () => {
    await insertSamples(stage.owner.knex, 1, 16);
    await stage.owner.knex.raw(`
      CREATE FUNCTION generation.dawdle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.1); RETURN NEW; END';
      CREATE TRIGGER dawdle BEFORE UPDATE ON generation.scenarios FOR EACH ROW EXECUTE FUNCTION generation.dawdle()`);
    const pace = { firstRows: 16, mostRows: 16, batchTimeoutMs: 900, lanes: 1 };
    const outcome = await applyBackfill(stage.settings({ plan: await stage.plan(), pace }));
    expect(outcome).toMatchObject({ end: "finished", register: { counts: { written: 16, skipped: 0 } } });
    const batches = await stage.owner.knex("generation.data_backfill_batches").select("written");
    expect(Math.max(...batches.map(({ written }) => written))).toBeLessThanOrEqual(8);
  });

  it("does a batch in the same few statements, whatever it holds", async () => {
    // It looks at what would make it wait before every batch, however long the one before took.
    const pace = { firstRows: 1_000, mostRows: 1_000, lanes: 1, lookEveryMs: 0 };
    const statementsOf = async (): Promise<number> => {
      const hash = await stage.plan();
      const queries = vi.spyOn(Client.prototype, "query");
      const outcome = await applyBackfill(stage.settings({ plan: hash, pace }));
      expect(outcome.register.timings.batches).toBe(1);
      const count = queries.mock.calls.length;
      queries.mockRestore();
      return count;
    };
    // The first run has none before it, of which to forget what was not reached.
    for (const organization of [1, 2]) await insertSamples(stage.owner.knex, organization, 1);
    await statementsOf();
    await insertSamples(stage.owner.knex, 3, 1);
    const one = await statementsOf();
    for (const organization of [4, 5, 6, 7]) await insertSamples(stage.owner.knex, organization, 100);
    expect(await statementsOf()).toBe(one);
    expect(await stage.owner.knex("generation.audit_events").count("* as events")).toEqual([{ events: 7 }]);
  });
});
