import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { validAnswer } from "../test/answers.ts";
import { type Client, clientOf, generated, openStage, type Stage, someone } from "../test/stage.ts";
import { takeAll } from "../test/start-catalog.ts";

describe("delivering an import", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ IMPORT_DEADLINE_MS: "300", IMPORT_RETRY_FOR_SECONDS: "3" });
  });
  afterAll(() => stage.close());

  function importer() {
    const actor = someone();
    stage.flags.set("import_generation", true, actor.organizationId);
    return { actor, client: clientOf(stage.service, actor) };
  }

  const statuses = async (client: Client, id: number) =>
    (await client.generations.get.query({ id })).importAudit.map(({ status }) => status);
  const importOf = async (client: Client, id: number) => (await client.scenarios.get.query({ id })).import;

  it("answers pending while the catalog is away, and delivers once it is back", async () => {
    const { client } = importer();
    const { id } = await generated(stage, client, validAnswer());
    await stage.catalog.stop();
    const accepted = await client.generations.accept.mutate({ id, import: true });
    expect(accepted).toMatchObject({
      created: true,
      scenario: { status: "draft" },
      import: { status: "pending" },
    });
    expect(await statuses(client, id)).toEqual(["started", "pending"]);
    const ready = await fetch(`${stage.service.url}/readyz`);
    expect(ready.status).toBe(200);
    expect(await (await fetch(`${stage.service.url}/dependencies`)).json()).toMatchObject({
      catalog: { reachable: false },
      flags: { connected: true },
    });
    await stage.catalog.start();
    await expect
      .poll(() => importOf(client, accepted.scenario.id), { timeout: 10_000 })
      .toMatchObject({ status: "succeeded", report: { imported: { skills: 3 } } });
    expect(await statuses(client, id)).toEqual(["started", "pending", "success"]);
    expect(await client.scenarios.get.query({ id: accepted.scenario.id })).toMatchObject({
      status: "incubating",
    });
  });

  it("notes one success when the catalog was slow, although it was asked more than once", async () => {
    const { actor, client } = importer();
    const { id } = await generated(stage, client, validAnswer());
    const late = Promise.withResolvers<void>();
    stage.catalog.answerWith(actor.organizationId, async (input) => {
      await late.promise;
      return takeAll(input);
    });
    const accepted = await client.generations.accept.mutate({ id, import: true });
    expect(accepted.import.status).toBe("pending");
    await expect.poll(() => stage.catalog.callsFor(id).length, { timeout: 10_000 }).toBeGreaterThan(1);
    late.resolve();
    await expect
      .poll(() => importOf(client, accepted.scenario.id), { timeout: 10_000 })
      .toMatchObject({ status: "succeeded" });
    expect(await statuses(client, id)).toEqual(["started", "pending", "success"]);
    const hashes = new Set(stage.catalog.callsFor(id).map(({ payloadHash }) => payloadHash));
    expect(hashes.size).toBe(1);
  });

  it("gives up after its time, visibly, and starts anew when accepted again", async () => {
    const { actor, client } = importer();
    const { id } = await generated(stage, client, validAnswer());
    stage.catalog.answerWith(actor.organizationId, async () => {
      throw new Error("a bug over there");
    });
    const accepted = await client.generations.accept.mutate({ id, import: true });
    expect(accepted.import.status).toBe("pending");
    await expect
      .poll(() => importOf(client, accepted.scenario.id), { timeout: 15_000 })
      .toMatchObject({ status: "failed", error: { code: "INTERNAL" } });
    expect(await statuses(client, id)).toEqual(["started", "pending", "failed"]);
    stage.catalog.answerWith(actor.organizationId, takeAll);
    const again = await client.generations.accept.mutate({ id, import: true });
    expect(again).toMatchObject({ created: false, import: { status: "succeeded", error: null } });
  });

  it("keeps the newer word of the catalog when its report on the incubation comes first", async () => {
    const { actor, client } = importer();
    const { id } = await generated(stage, client, validAnswer());
    stage.catalog.answerWith(actor.organizationId, async (input) => {
      const asCatalog = clientOf(stage.service, actor, "catalog-service");
      await asCatalog.scenarios.reportIncubation.mutate({
        scenarioId: input.scenarioId,
        generationId: id,
        revision: 4,
        remaining: 0,
      });
      return takeAll(input);
    });
    const accepted = await client.generations.accept.mutate({ id, import: true });
    expect(accepted).toMatchObject({ scenario: { status: "incubated" }, import: { status: "succeeded" } });
  });
});
