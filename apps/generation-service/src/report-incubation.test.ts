import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { validAnswer } from "../test/answers.ts";
import { clientOf, generated, openStage, refusal, type Stage, someone } from "../test/stage.ts";

describe("the catalog's report on an incubation", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  async function acceptedScenario() {
    const actor = someone();
    const client = clientOf(stage.service, actor);
    const catalog = clientOf(stage.service, actor, "catalog-service");
    const generation = await generated(stage, client, validAnswer());
    const { scenario } = await client.generations.accept.mutate({ id: generation.id, import: false });
    const report = (revision: number, remaining: number, generationId = generation.id) =>
      catalog.scenarios.reportIncubation.mutate({
        scenarioId: scenario.id,
        generationId,
        revision,
        remaining,
      });
    const read = () => client.scenarios.get.query({ id: scenario.id });
    return { client, scenario, report, read };
  }

  it("makes the scenario incubating, and incubated when nothing is left", async () => {
    const { client, scenario, report, read } = await acceptedScenario();
    expect(await report(1, 6)).toEqual({ applied: true });
    expect(await read()).toMatchObject({
      status: "incubating",
      incubation: { remaining: 6, incubatedAt: null },
    });
    expect(await report(2, 0)).toEqual({ applied: true });
    expect(await read()).toMatchObject({
      status: "incubated",
      incubation: { remaining: 0, incubatedAt: expect.any(String) },
    });
    const trail = await client.audit.list.query({ scenarioId: scenario.id, entityType: "scenario" });
    expect(trail.items.map(({ action }) => action)).toEqual([
      "scenario.incubated",
      "scenario.incubating",
      "scenario.created",
    ]);
  });

  it("does not count when a newer one was taken before", async () => {
    const { report, read } = await acceptedScenario();
    await report(5, 0);
    expect(await report(4, 3)).toEqual({ applied: false });
    expect(await report(5, 3)).toEqual({ applied: false });
    expect(await read()).toMatchObject({ status: "incubated", incubation: { remaining: 0 } });
  });

  it("takes an incubated scenario back after an undo", async () => {
    const { report, read } = await acceptedScenario();
    await report(1, 0);
    await report(2, 2);
    expect(await read()).toMatchObject({
      status: "incubating",
      incubation: { remaining: 2, incubatedAt: null },
    });
  });

  it("ends at the highest revision in whatever order reports come", async () => {
    const { report, read } = await acceptedScenario();
    await Promise.all([3, 1, 6, 2, 5, 4].map((revision) => report(revision, 10 - revision)));
    expect(await read()).toMatchObject({ incubation: { remaining: 4 } });
  });

  it("is taken from the catalog only, and for the scenario's own generation", async () => {
    const { client, scenario, report } = await acceptedScenario();
    const byGateway = client.scenarios.reportIncubation.mutate({
      scenarioId: scenario.id,
      generationId: 1,
      revision: 1,
      remaining: 0,
    });
    expect(await refusal(byGateway)).toMatchObject({ code: "FORBIDDEN" });
    expect(await refusal(report(1, 0, 999_999))).toMatchObject({ code: "NOT_FOUND" });
  });
});
