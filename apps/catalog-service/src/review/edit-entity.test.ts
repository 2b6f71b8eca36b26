import type { EditInput } from "@vivero/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { items, openCatalog, someone, type TestCatalog } from "../../test/open-catalog.ts";
import { type OpenedScenario, type OpenScenario, scenarioOpener } from "../../test/open-scenario.ts";

let catalog: TestCatalog;
let scenario: OpenScenario;
beforeAll(async () => {
  catalog = await openCatalog();
  scenario = scenarioOpener(catalog.api);
});
afterAll(() => catalog.close());

async function edit(
  { scenarioId, context, tree }: OpenedScenario,
  name: string,
  changes: EditInput["changes"],
) {
  const [item] = items(await tree(), name);
  if (!item) throw new Error(`${name} is there`);
  return catalog.api.edit({ scenarioId, ...item, changes }, context);
}

const clinic = [["Care", [["Telehealth", ["Triage", "Consent"]]]]] as const;

describe("editing what incubates", () => {
  it("changes what is given, keeps the model's name, and tells before and after in the audit", async () => {
    const opened = await scenario(clinic);
    const edited = await edit(opened, "Triage", { name: " Remote  triage ", description: "By telephone." });
    expect(edited).toMatchObject({
      name: "Remote  triage",
      editedFrom: "Triage",
      description: "By telephone.",
      status: "in_incubation",
    });
    const tree = await opened.tree();
    expect(tree.skills[0]).toEqual(edited);
    expect(tree).toMatchObject({ revision: 2, remaining: 4 });
    const { items: events } = await catalog.api.listAuditEvents({ action: "skill.edited" }, opened.context);
    expect(events).toMatchObject([
      {
        entityId: edited.id,
        before: { name: "Triage", description: null },
        after: { name: "Remote  triage", description: "By telephone." },
      },
    ]);
    expect(await edit(opened, "Care", { level: 5 })).toMatchObject({
      name: "Care",
      level: 5,
      editedFrom: null,
    });
    expect(await edit(opened, "Remote  triage", { name: "Triage" })).toMatchObject({ editedFrom: null });
  });

  it("writes nothing when nothing changes", async () => {
    const opened = await scenario(clinic);
    const before = [await opened.tree(), await catalog.api.verifyAuditChain(opened.context)];
    await edit(opened, "Triage", { name: "Triage", description: null });
    expect([await opened.tree(), await catalog.api.verifyAuditChain(opened.context)]).toEqual(before);
  });

  it("compares and finds it by its new name", async () => {
    const context = someone();
    const live = await scenario([["Other", [["Else", ["Análisis de datos"]]]]], context);
    await live.approve();
    const opened = await scenario(clinic, context);
    const renamed = await edit(opened, "Triage", { name: "análisis de DATOS" });
    expect(renamed).toMatchObject({
      sameAs: { name: "Análisis de datos" },
      suggestions: [{ name: "Análisis de datos", similarity: 1 }],
    });
    expect((await opened.approve()).conflicts).toMatchObject([{ reason: "name_already_active" }]);
    expect(await edit(opened, "análisis de DATOS", { name: "Escucha" })).toMatchObject({
      sameAs: null,
      suggestions: [],
      editedFrom: "Triage",
    });
    await opened.approve("Escucha");
    expect((await catalog.api.search({ type: "skill", search: "escucha" }, context)).items).toHaveLength(1);
  });

  it("refuses what is decided, what another person reviews, and what cannot be stored", async () => {
    const opened = await scenario(clinic);
    const { scenarioId, context } = opened;
    await opened.approve("Consent");
    await expect(edit(opened, "Consent", { name: "x" })).rejects.toMatchObject({ code: "REVIEW_CONFLICT" });
    const wrong: EditInput["changes"][] = [{ name: "a\0b" }, { description: "\ud800" }];
    for (const changes of wrong) {
      await expect(edit(opened, "Triage", changes)).rejects.toMatchObject({ code: "INVALID_REQUEST" });
    }
    await expect(edit(opened, "Triage", { name: "ﷺ".repeat(500) })).rejects.toMatchObject({
      code: "INVALID_REQUEST",
      details: { errors: [{ path: "name" }] },
    });
    await expect(edit(opened, "Triage", { level: 3 })).rejects.toMatchObject({ code: "INVALID_REQUEST" });
    const unknown = { scenarioId, type: "skill" as const, id: 9_999_999, changes: { name: "x" } };
    await expect(catalog.api.edit(unknown, context)).rejects.toMatchObject({ code: "NOT_FOUND" });

    const capabilityId = (await opened.tree()).capabilities[0]?.id ?? 0;
    const luis = someone(context.actor.organizationId, 8);
    await catalog.api.takeLease(
      { scenarioId, capabilityId },
      { ...luis, actor: { ...luis.actor, name: "Luis" } },
    );
    await expect(edit(opened, "Triage", { name: "x" })).rejects.toMatchObject({
      code: "LEASED",
      message: expect.stringContaining("Luis"),
    });
  });
});
