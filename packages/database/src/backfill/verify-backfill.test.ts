import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { applyBackfill } from "./apply-backfill.ts";
import { insertSamples, sampleBackfill } from "./sample-backfill.ts";
import { openSampleStage, type SampleStage } from "./sample-stage.ts";
import { verifyBackfill } from "./verify-backfill.ts";

let stage: SampleStage;

beforeEach(async () => {
  stage = await openSampleStage();
});

afterEach(() => stage.close());

describe("verifying", () => {
  it("finds a value that was changed, one that vanished, a lost note and a lost row, and shows the first ten", async () => {
    await insertSamples(stage.owner.knex, 1, 30);
    await applyBackfill(stage.settings({ plan: await stage.plan() }));
    await stage.owner.knex.raw(
      "UPDATE generation.scenarios SET description = description || ' ' WHERE id = 3",
    );
    await stage.owner.knex.raw("UPDATE generation.scenarios SET description = NULL WHERE id = 4");
    await stage.owner.knex.raw("UPDATE generation.scenario_generations SET metadata = '{}' WHERE id = 5");
    await stage.owner.knex.raw("UPDATE generation.scenario_generations SET scenario_id = NULL WHERE id = 6");
    await stage.owner.knex.raw("DELETE FROM generation.scenarios WHERE id = 6");
    const found = await verifyBackfill(stage.owner.knex, sampleBackfill);
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
    await stage.owner.knex.raw("UPDATE generation.scenarios SET description = 'x', scenario_type = 'y'");
    const all = await verifyBackfill(stage.owner.knex, sampleBackfill);
    expect(all.first).toHaveLength(10);
    expect(all.differences.different).toBe(58);
  });
});
