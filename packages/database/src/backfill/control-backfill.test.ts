import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { applyBackfill } from "./apply-backfill.ts";
import { cancelBackfill, pauseBackfill, resumeBackfill } from "./control-backfill.ts";
import { insertSamples, sampleBackfill } from "./sample-backfill.ts";
import { openSampleStage, SAMPLE_PACE, type SampleStage } from "./sample-stage.ts";
import { undoBackfill } from "./undo-backfill.ts";
import { verifyBackfill } from "./verify-backfill.ts";

let stage: SampleStage;

beforeEach(async () => {
  stage = await openSampleStage();
});

afterEach(() => stage.close());

describe("an operator at another terminal", () => {
  it("is refused as the second runner, with the first one's name", async () => {
    await insertSamples(stage.owner.knex, 1, 100);
    const { running } = await stage.startSlowly();
    // It holds still, so that it is at work for as long as we look.
    await pauseBackfill(stage.owner.knex, sampleBackfill);
    await expect(applyBackfill(stage.settings({ by: "berta" }))).rejects.toMatchObject({
      reason: "busy",
      message: expect.stringMatching(/^ana \(process \d+ on .+\) is at work on sample/),
    });
    await expect(undoBackfill(stage.settings({ by: "berta", plan: "x" }))).rejects.toMatchObject({
      reason: "busy",
    });
    await resumeBackfill(stage.owner.knex, sampleBackfill);
    expect(await running).toMatchObject({ end: "finished", register: { counts: { written: 100 } } });
  });

  it("pauses within one batch, resumes, and cancels for good", async () => {
    await insertSamples(stage.owner.knex, 1, 200);
    const { running } = await stage.startSlowly({ pace: { lanes: 1 } });
    await pauseBackfill(stage.owner.knex, sampleBackfill);
    await vi.waitFor(
      async () => expect((await stage.status()).waitingFor).toBe("an operator has paused it"),
      {
        timeout: 10_000,
        interval: 10,
      },
    );
    const paused = await stage.status();
    expect(paused).toMatchObject({ state: "paused", alive: true });
    // Its one lane holds still: nothing more comes while we look.
    for (let look = 0; look < 20; look++) {
      expect((await stage.status()).counts.written).toBe(paused.counts.written);
    }

    await resumeBackfill(stage.owner.knex, sampleBackfill);
    await vi.waitFor(
      async () => expect((await stage.status()).counts.written).toBeGreaterThan(paused.counts.written ?? 0),
      { timeout: 10_000, interval: 10 },
    );
    const before = (await stage.status()).counts.written ?? 0;
    await cancelBackfill(stage.owner.knex, sampleBackfill);
    const outcome = await running;
    expect(outcome).toMatchObject({ end: "cancelled", register: { state: "cancelled" } });
    const written = outcome.register.counts.written ?? 0;
    expect(written).toBeLessThanOrEqual(before + 2 * SAMPLE_PACE.mostRows);
    expect(written).toBeLessThan(200);
    // What was not written is no record of anything.
    expect(await stage.owner.knex("generation.data_backfill_rows").count("* as rows")).toEqual([
      { rows: written },
    ]);
    await expect(resumeBackfill(stage.owner.knex, sampleBackfill)).rejects.toMatchObject({
      reason: "refused",
    });

    expect(await applyBackfill(stage.settings({ plan: await stage.plan() }))).toMatchObject({
      run: 2,
      end: "finished",
    });
    expect(await verifyBackfill(stage.owner.knex, sampleBackfill)).toMatchObject({ verified: true });
  });

  it("cancels a run that tries a held row again and again", async () => {
    await insertSamples(stage.owner.knex, 1, 3);
    const hash = await stage.plan();
    await stage.owner.knex.transaction(async (trx) => {
      await trx.raw("UPDATE generation.scenarios SET name = 'held' WHERE id = 2");
      const running = applyBackfill(
        stage.settings({ plan: hash, pace: { lockTimeoutMs: 10, tries: 1_000 } }),
      );
      await vi.waitFor(async () => expect((await stage.status()).counts.written).toBe(2), {
        timeout: 20_000,
        interval: 20,
      });
      await cancelBackfill(stage.owner.knex, sampleBackfill);
      expect(await running).toMatchObject({ end: "cancelled", register: { counts: { written: 2 } } });
    });
    expect(await stage.described()).toEqual({ 1: "prompt 1", 2: null, 3: "prompt 3" });
  });

  it("stops it with a signal, and goes on without naming the plan again", async () => {
    await insertSamples(stage.owner.knex, 1, 100);
    const stop = new AbortController();
    const { running } = await stage.startSlowly({ signal: stop.signal });
    stop.abort();
    expect(await running).toMatchObject({ end: "stopped", register: { state: "paused" } });
    expect(await stage.status()).toMatchObject({ state: "paused", alive: false });
    await expect(resumeBackfill(stage.owner.knex, sampleBackfill)).rejects.toThrow("go on with apply");
    expect(await applyBackfill(stage.settings())).toMatchObject({
      end: "finished",
      run: 1,
      register: { counts: { written: 100 } },
    });
  });
});
