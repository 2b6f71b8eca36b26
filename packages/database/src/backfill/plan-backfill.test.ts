import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "../connection/open-database.ts";
import { createTestDatabase } from "../testing/index.ts";
import { planBackfill } from "./plan-backfill.ts";
import { insertSamples, sampleBackfill } from "./sample-backfill.ts";
import { openSampleStage, type SampleStage } from "./sample-stage.ts";

let stage: SampleStage;

beforeEach(async () => {
  stage = await openSampleStage();
});

afterEach(() => stage.close());

describe("a plan", () => {
  it("counts exactly, keeps its hash while nothing changes, and changes it with any value or row", async () => {
    await insertSamples(stage.owner.knex, 1, 30);
    await stage.owner.knex.raw("UPDATE generation.scenario_generations SET scenario_id = 5 WHERE id = 6");
    await stage.owner.knex.raw("UPDATE generation.scenarios SET description = 'mine' WHERE id = 7");
    await stage.owner.knex.raw(
      "UPDATE generation.scenarios SET description = 'mine', scenario_type = 'mine' WHERE id = 8",
    );
    await stage.owner.knex.raw("UPDATE generation.scenario_generations SET prompt = NULL WHERE id = 9");
    const first = await planBackfill(stage.owner.knex, sampleBackfill);
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
    const hashes = new Set([first.hash, await stage.plan()]);
    expect(hashes.size).toBe(1);
    for (const sql of changes) {
      await stage.owner.knex.raw(sql);
      hashes.add(await stage.plan());
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
