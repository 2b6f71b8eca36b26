import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../connection/open-database.ts";
import { applyBackfill } from "./apply-backfill.ts";
import { createBackfillApi } from "./backfill-api.ts";
import { openSampleStage, type SampleStage } from "./sample-stage.ts";

let stage: SampleStage;
let service: Database;
beforeAll(async () => {
  stage = await openSampleStage();
  service = openDatabase({ url: stage.testDatabase.generationUrl, applicationName: "test" });
});
afterAll(async () => {
  await service.close();
  await stage.close();
});

const context = {
  actor: { userId: 7, organizationId: 1, roles: ["operator" as const] },
  requestId: "r",
  caller: "gateway" as const,
};

describe("the backfills that operators are told of", () => {
  it("are read with the service's own role, before and after a run", async () => {
    const list = async () => (await createBackfillApi(service, "generation").listBackfills(context)).items;
    const before = await list();
    expect(before.find(({ name }) => name === "accepted-prompt")).toMatchObject({
      service: "generation-service",
      state: "pending",
      activity: null,
      counts: { planned: 0, done: 0, skipped: 0 },
      startedAt: null,
    });
    await applyBackfill({ ...stage.settings(), plan: await stage.plan() });
    const { counts } = await stage.status();
    const [latest] = await list();
    expect(latest).toMatchObject({
      state: "finished",
      activity: "apply",
      counts: { planned: counts.planned, done: counts.written, skipped: 0 },
      startedBy: "ana",
      startedAt: expect.any(String),
      finishedAt: expect.any(String),
    });
  });
});
