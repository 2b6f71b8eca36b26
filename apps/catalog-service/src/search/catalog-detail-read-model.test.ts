import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { items, openCatalog, someone, type TestCatalog } from "../../test/open-catalog.ts";
import { type OpenScenario, scenarioOpener } from "../../test/open-scenario.ts";

let catalog: TestCatalog;
let scenario: OpenScenario;
beforeAll(async () => {
  catalog = await openCatalog();
  scenario = scenarioOpener(catalog.api);
});
afterAll(() => catalog.close());

describe("an entity of the catalog", () => {
  it("tells where it stands, what hangs from it, its other names, its uses and its history", async () => {
    const context = someone();
    const live = await scenario([["Care", [["Telehealth", ["Triage"]]]]], context);
    await live.approve();
    const ours = await scenario([["Other", [["Telecare", ["Consent"]]]]], context);
    const [telehealth, care] = items(await live.tree(), "Telehealth", "Care");
    const id = telehealth?.id ?? 0;
    await ours.merge({ Telecare: id });
    await ours.approve("Consent");
    const detail = await catalog.api.detail({ type: "competency", id }, context);
    expect(detail).toMatchObject({
      entity: { name: "Telehealth", usedAs: 1, aliases: ["Telecare"] },
      ancestors: [{ type: "capability", id: care?.id, name: "Care" }],
      children: { count: 2 },
      aliases: [{ name: "Telecare", scenarioId: ours.scenarioId, mergedAt: expect.stringMatching(/Z$/) }],
      usedIn: [
        { scenarioId: ours.scenarioId, as: "Telecare" },
        { scenarioId: live.scenarioId, as: "Telehealth" },
      ],
      history: [
        {
          action: "competency.approved",
          userId: 7,
          before: { status: "in_incubation" },
          scenarioId: live.scenarioId,
        },
      ],
    });
    const [consent] = items(await ours.tree(), "Consent");
    expect((await catalog.api.detail({ type: "skill", id: consent?.id ?? 0 }, context)).ancestors).toEqual([
      { type: "capability", id: care?.id, name: "Care" },
      { type: "competency", id, name: "Telehealth" },
    ]);
  });

  it("is not there while it incubates, nor for another organization", async () => {
    const opened = await scenario([["Care", [["Telehealth", ["Triage"]]]]]);
    const [triage] = items(await opened.tree(), "Triage");
    const asked = { type: "skill" as const, id: triage?.id ?? 0 };
    await expect(catalog.api.detail(asked, opened.context)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await opened.approve();
    expect((await catalog.api.detail(asked, opened.context)).entity.name).toBe("Triage");
    await expect(catalog.api.detail(asked, someone())).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
