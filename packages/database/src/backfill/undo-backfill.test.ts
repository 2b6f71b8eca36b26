import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { verifyAuditChain } from "../audit/verify-audit-chain.ts";
import { applyBackfill } from "./apply-backfill.ts";
import { planUndo } from "./plan-undo.ts";
import { insertSamples, sampleBackfill } from "./sample-backfill.ts";
import { openSampleStage, type SampleStage } from "./sample-stage.ts";
import { undoBackfill } from "./undo-backfill.ts";

let stage: SampleStage;

beforeEach(async () => {
  stage = await openSampleStage();
});

afterEach(() => stage.close());

describe("undoing", () => {
  it("takes back exactly what was written, leaves what somebody changed since, and can be done over", async () => {
    await insertSamples(stage.owner.knex, 1, 40);
    await stage.owner.knex.raw("UPDATE generation.scenarios SET description = 'mine' WHERE id = 7");
    const before = await stage.owner.knex("generation.scenarios").orderBy("id");
    await applyBackfill(stage.settings({ plan: await stage.plan() }));
    await stage.owner.knex.raw("UPDATE generation.scenarios SET description = 'later' WHERE id = 8");

    const undo = await planUndo(stage.owner.knex, sampleBackfill);
    expect(undo.counts).toEqual({ toTakeBack: 40, changedSince: 1 });
    expect(undo.parts[0]?.columns).toEqual({ description: 38, scenario_type: 40 });
    await expect(undoBackfill(stage.settings({ plan: "wrong" }))).rejects.toMatchObject({
      reason: "plan-changed",
    });
    const outcome = await undoBackfill(stage.settings({ plan: undo.hash }));
    expect(outcome).toMatchObject({
      end: "finished",
      activity: "undo",
      register: { state: "pending", counts: { takenBack: 40, changedSince: 1 } },
    });

    const after = await stage.owner.knex("generation.scenarios").orderBy("id");
    expect(after).toEqual(before.map((row) => (row.id === 8 ? { ...row, description: "later" } : row)));
    expect(await stage.notesOf(1)).toEqual([
      { activity: "apply", run: 1 },
      { activity: "undo", run: 1 },
    ]);
    expect(await stage.owner.knex("generation.data_backfill_rows")).toEqual([]);
    expect(
      await verifyAuditChain(stage.owner.knex, { schema: "generation", organizationId: 1 }),
    ).toMatchObject({
      verified: true,
    });

    expect(await applyBackfill(stage.settings({ plan: await stage.plan() }))).toMatchObject({
      end: "finished",
      run: 2,
    });
    expect((await stage.described())[8]).toBe("later");
  });

  it("takes back a run that was given up half-way, and several runs", async () => {
    await insertSamples(stage.owner.knex, 1, 60);
    const before = await stage.owner.knex("generation.scenarios").orderBy("id");
    const stop = new AbortController();
    const { running } = await stage.startSlowly({ signal: stop.signal });
    stop.abort();
    const { register } = await running;
    const half = await planUndo(stage.owner.knex, sampleBackfill);
    expect(half.counts.toTakeBack).toBe(register.counts.written);

    await stage.owner.knex.raw("UPDATE generation.scenario_generations SET prompt = 'newer' WHERE id = 60");
    expect(await applyBackfill(stage.settings({ plan: await stage.plan() }))).toMatchObject({ run: 2 });
    const undo = await planUndo(stage.owner.knex, sampleBackfill);
    expect(undo.counts).toEqual({ toTakeBack: 60, changedSince: 0 });
    await undoBackfill(stage.settings({ plan: undo.hash }));
    expect(await stage.owner.knex("generation.scenarios").orderBy("id")).toEqual(before);
  });
});
