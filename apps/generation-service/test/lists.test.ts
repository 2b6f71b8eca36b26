import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { validAnswer } from "./answers.ts";
import { clientOf, generated, openStage, refusal, requestFor, type Stage, someone } from "./stage.ts";

describe("lists", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  it("give every generation once, newest first, page by page, while new ones come in", async () => {
    const client = clientOf(stage.service, someone());
    const create = async (company: string) =>
      (await client.generations.create.mutate({ request: requestFor(company) })).generation.id;
    const ids: number[] = [];
    for (let index = 0; index < 7; index++) ids.push(await create(`Company ${index}`));
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await client.generations.list.query({ limit: 3, ...(cursor ? { cursor } : {}) });
      expect(page.items.length).toBeLessThanOrEqual(3);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
      await create("Newcomer");
    } while (cursor);
    expect(seen).toEqual(ids.toReversed());
  });

  it("find generations by company and by scenario, and take wildcards for what they are", async () => {
    const client = clientOf(stage.service, someone());
    const done = await generated(stage, client, validAnswer("Plan 100%_sure"));
    const find = async (search: string) =>
      (await client.generations.list.query({ search })).items.map(({ id }) => id);
    expect(await find("100%_SURE")).toEqual([done.id]);
    expect(await find(done.companyName.toUpperCase())).toEqual([done.id]);
    expect(await find("%%")).toEqual([]);
    expect(await find("100__sure")).toEqual([]);
    expect((await client.generations.list.query({ status: "failed" })).items).toEqual([]);
    expect((await client.generations.list.query({ status: "complete" })).items).toHaveLength(1);
  });

  it("give scenarios by status and name", async () => {
    const client = clientOf(stage.service, someone());
    const { id } = await generated(stage, client, validAnswer("Green depot"));
    const { scenario } = await client.generations.accept.mutate({ id, import: false });
    expect((await client.scenarios.list.query({ search: "DEPOT", status: "draft" })).items).toEqual([
      scenario,
    ]);
    expect((await client.scenarios.list.query({ status: "active" })).items).toEqual([]);
  });

  it("refuse a cursor that no page gave", async () => {
    const client = clientOf(stage.service, someone());
    for (const cursor of ["nonsense", "YWZ0ZXI6LTE", "YWZ0ZXI6MQ=="]) {
      expect(await refusal(client.generations.list.query({ cursor }))).toMatchObject({
        code: "INVALID_REQUEST",
      });
      expect(await refusal(client.scenarios.list.query({ cursor }))).toMatchObject({
        code: "INVALID_REQUEST",
      });
    }
  });

  it("tell the flags as they stand for the organization", async () => {
    const actor = someone();
    const client = clientOf(stage.service, actor);
    stage.flags.set("import_generation", true, actor.organizationId);
    expect((await client.flags.query({})).items).toContainEqual({
      name: "import_generation",
      enabled: true,
      source: "unleash",
    });
  });

  it("note each view of an accepted prompt", async () => {
    const actor = someone();
    const client = clientOf(stage.service, actor);
    const { id } = await generated(stage, client, validAnswer());
    const { scenario } = await client.generations.accept.mutate({ id, import: false });
    await client.scenarios.acceptedPrompt.mutate({ id: scenario.id });
    await client.scenarios.acceptedPrompt.mutate({ id: scenario.id });
    const views = await client.audit.list.query({ action: "prompt.viewed" });
    expect(views.items).toHaveLength(2);
    expect(views.items[0]).toMatchObject({
      actorUserId: actor.userId,
      entityType: "scenario",
      entityId: scenario.id,
    });
    const older = await client.audit.list.query({ action: "prompt.viewed", limit: 1 });
    expect(older.more).toBe(true);
    const next = await client.audit.list.query({
      action: "prompt.viewed",
      beforeId: older.items[0]?.id ?? 0,
    });
    expect(next).toMatchObject({ items: [{ id: views.items[1]?.id }], more: false });
  });
});
