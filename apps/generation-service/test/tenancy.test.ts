import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { validAnswer } from "./answers.ts";
import { type Client, clientOf, generated, openStage, refusal, type Stage, someone } from "./stage.ts";

describe("another organization", () => {
  let stage: Stage;
  let generationId: number;
  let scenarioId: number;
  let stranger: Client;
  let strangersCatalog: Client;
  beforeAll(async () => {
    stage = await openStage();
    const owner = clientOf(stage.service, someone());
    generationId = (await generated(stage, owner, validAnswer())).id;
    scenarioId = (await owner.generations.accept.mutate({ id: generationId, import: false })).scenario.id;
    const actor = someone();
    stage.flags.set("import_generation", true, actor.organizationId);
    stranger = clientOf(stage.service, actor);
    strangersCatalog = clientOf(stage.service, actor, "catalog-service");
  });
  afterAll(() => stage.close());

  const calls: Record<string, () => Promise<unknown>> = {
    "generations.get": () => stranger.generations.get.query({ id: generationId }),
    "generations.follow": () =>
      stranger.generations.follow.query({ id: generationId, after: null, waitMs: 0 }),
    "generations.cancel": () => stranger.generations.cancel.mutate({ id: generationId }),
    "generations.retry": () => stranger.generations.retry.mutate({ id: generationId }),
    "generations.accept": () => stranger.generations.accept.mutate({ id: generationId, import: true }),
    "generations.rawPrompt": () => stranger.generations.rawPrompt.mutate({ id: generationId }),
    "scenarios.get": () => stranger.scenarios.get.query({ id: scenarioId }),
    "scenarios.acceptedPrompt": () => stranger.scenarios.acceptedPrompt.mutate({ id: scenarioId }),
    "scenarios.reportIncubation": () =>
      strangersCatalog.scenarios.reportIncubation.mutate({
        scenarioId,
        generationId,
        revision: 1,
        remaining: 0,
      }),
  };

  it.each(Object.keys(calls))("is told by %s what it would be told of something absent", async (name) => {
    expect(await refusal((calls[name] as () => Promise<unknown>)())).toMatchObject({ code: "NOT_FOUND" });
  });

  it("sees nothing in lists, searches and the audit trail", async () => {
    expect((await stranger.generations.list.query({})).items).toEqual([]);
    expect((await stranger.generations.list.query({ search: "Fleet" })).items).toEqual([]);
    expect((await stranger.scenarios.list.query({})).items).toEqual([]);
    expect((await stranger.audit.list.query({})).items).toEqual([]);
    expect(await stranger.audit.verify.query({})).toMatchObject({ verified: true, events: 0, head: null });
  });
});

describe("roles", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ WORKER_CONCURRENCY: "0" });
  });
  afterAll(() => stage.close());

  it("keep the accepted prompt to auditors, accepting to planners and the trail to auditors and operators", async () => {
    const planner = clientOf(stage.service, someone({ roles: ["planner"] }));
    const reviewer = clientOf(stage.service, someone({ roles: ["reviewer"] }));
    const codes = await Promise.all(
      [
        planner.scenarios.acceptedPrompt.mutate({ id: 1 }),
        planner.audit.list.query({}),
        reviewer.generations.accept.mutate({ id: 1, import: false }),
        reviewer.generations.cancel.mutate({ id: 1 }),
      ].map(refusal),
    );
    expect(codes.map(({ code }) => code)).toEqual(["FORBIDDEN", "FORBIDDEN", "FORBIDDEN", "FORBIDDEN"]);
  });
});
