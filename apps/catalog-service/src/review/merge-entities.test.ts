import { countStatements } from "@vivero/database/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { syntheticTree, TREE_SHAPES } from "../../bench/synthetic-tree.ts";
import { importOf, items, openCatalog, someone, type TestCatalog } from "../../test/open-catalog.ts";
import { type OpenedScenario, type OpenScenario, scenarioOpener } from "../../test/open-scenario.ts";

let catalog: TestCatalog;
let scenario: OpenScenario;
beforeAll(async () => {
  catalog = await openCatalog();
  scenario = scenarioOpener(catalog.api);
});
afterAll(() => catalog.close());

const idOf = async ({ tree }: OpenedScenario, name: string) => items(await tree(), name)[0]?.id ?? 0;

/** Two scenarios of one organization; everything of the first is active. */
async function openTwo() {
  const context = someone();
  const live = await scenario(
    [
      ["Decisions", [["Evidence", ["Decisión basada en datos", "Statistics"]]]],
      ["Operations", [["Telehealth", ["Remote triage"]]]],
    ],
    context,
  );
  await live.approve();
  const ours = await scenario([["Care", [["Telecare", ["Uso de datos para decidir", "Consent"]]]]], context);
  return { context, live, ours };
}

describe("merging by hand", () => {
  it("points to the active one, keeps its own name and leaves the rest as it is", async () => {
    const { context, live, ours } = await openTwo();
    const intoId = await idOf(live, "Decisión basada en datos");
    const result = await ours.merge({ "Uso de datos para decidir": intoId });
    expect(result).toMatchObject({
      decisionId: expect.any(Number),
      action: "merge",
      changed: [{ type: "skill", from: "in_incubation", to: "merged", mergedIntoId: intoId }],
      counts: { merged: { skills: 1 } },
      unchanged: 0,
      conflicts: [],
      remaining: 3,
    });
    expect((await ours.tree()).skills[0]).toMatchObject({
      name: "Uso de datos para decidir",
      status: "merged",
      mergedInto: { type: "skill", id: intoId, name: "Decisión basada en datos" },
      decidedBy: 7,
    });
    expect(await ours.states()).toMatchObject({ Care: "in_incubation", Telecare: "in_incubation" });
    const { items: events } = await catalog.api.listAuditEvents({ action: "skill.merged" }, context);
    expect(events).toMatchObject([
      { before: { status: "in_incubation" }, after: { status: "merged", mergedIntoId: intoId } },
    ]);
    expect(await ours.merge({ "Uso de datos para decidir": intoId })).toMatchObject({
      decisionId: null,
      unchanged: 1,
      conflicts: [],
    });
  });

  it("is undone without a trace, also under an ancestor that was rejected meanwhile", async () => {
    const { live, ours } = await openTwo();
    const { revision: _, ...before } = await ours.tree();
    await ours.merge({ "Uso de datos para decidir": await idOf(live, "Statistics") });
    await ours.reject("not ours", "Care");
    expect(await ours.states()).toMatchObject({ Care: "rejected", "Uso de datos para decidir": "merged" });
    await ours.undo("Uso de datos para decidir");
    expect(await ours.states()).toMatchObject({
      Care: "in_incubation",
      Telecare: "in_incubation",
      "Uso de datos para decidir": "in_incubation",
      Consent: "rejected",
    });
    await ours.undo();
    const { revision: __, ...after } = await ours.tree();
    expect(after).toEqual(before);
  });

  it("of a competency leaves its skills incubating; approved, they stand under the one it was merged into", async () => {
    const { context, live, ours } = await openTwo();
    const telehealth = await idOf(live, "Telehealth");
    await ours.merge({ Telecare: telehealth });
    expect(await ours.states()).toMatchObject({ Telecare: "merged", Consent: "in_incubation" });
    expect(await ours.approve("Consent")).toMatchObject({
      counts: { active: { capabilities: 0, skills: 1 } },
    });
    expect(await ours.states()).toMatchObject({ Care: "in_incubation", Consent: "active" });
    const page = await catalog.api.search({ type: "skill", parentId: telehealth }, context);
    expect(page.items.map(({ name, parentId }) => [name, parentId])).toEqual([
      ["Consent", telehealth],
      ["Remote triage", telehealth],
    ]);
    await ours.undo("Telecare");
    expect(await ours.states()).toMatchObject({ Telecare: "in_incubation", Consent: "in_incubation" });
  });

  it("says why it cannot: itself, nothing there, not active, decided already", async () => {
    const { context, live, ours } = await openTwo();
    const other = await scenario([["Else", [["Other", ["Pending"]]]]], context);
    const pending = await idOf(other, "Pending");
    await ours.reject("no", "Consent");
    const consent = await idOf(ours, "Consent");
    const data = await idOf(ours, "Uso de datos para decidir");
    const reasonFor = async (into: Record<string, number>) => {
      const { conflicts, changed } = await ours.merge(into);
      expect(changed).toEqual([]);
      return conflicts.map(({ reason, existing }) => [reason, existing?.name ?? null]);
    };
    const name = "Uso de datos para decidir";
    expect(await reasonFor({ [name]: data })).toEqual([["target_is_itself", name]]);
    expect(await reasonFor({ [name]: 9_999_999 })).toEqual([["target_not_found", null]]);
    expect(await reasonFor({ [name]: pending })).toEqual([["target_not_active", "Pending"]]);
    expect(await reasonFor({ [name]: consent })).toEqual([["target_not_active", "Consent"]]);
    const statistics = await idOf(live, "Statistics");
    expect(await reasonFor({ Consent: statistics })).toEqual([["already_decided", "Consent"]]);
    // An id of another kind is not found among the skills, or is another thing there.
    const stranger = await scenario([["A", [["B", ["Only theirs"]]]]]);
    await stranger.approve();
    expect(await reasonFor({ [name]: await idOf(stranger, "Only theirs") })).toEqual([
      ["target_not_found", null],
    ]);
  });

  it("refuses to make one entity two things", async () => {
    const { context, live, ours } = await openTwo();
    const [item] = items(await ours.tree(), "Consent");
    if (!item) throw new Error("it is there");
    const into = await Promise.all(["Statistics", "Remote triage"].map((name) => idOf(live, name)));
    const twice = into.map((intoId) => ({ ...item, intoId }));
    await expect(
      catalog.api.merge({ scenarioId: ours.scenarioId, items: twice }, context),
    ).rejects.toMatchObject({ code: "INVALID_REQUEST", details: { errors: [{ path: "items[1].intoId" }] } });
  });

  it("holds the target: what others are merged into is not taken out of the catalog meanwhile", async () => {
    for (let round = 0; round < 5; round++) {
      const { live, ours } = await openTwo();
      const intoId = await idOf(live, "Statistics");
      const [merged, undone] = await Promise.all([ours.merge({ Consent: intoId }), live.undo("Statistics")]);
      const isMerged = merged.changed.length === 1;
      expect(undone.conflicts.length, "exactly one of the two goes through").toBe(isMerged ? 1 : 0);
      expect((await live.states()).Statistics).toBe(isMerged ? "active" : "in_incubation");
    }
  });

  it("takes as many statements for a thousand as for one", async () => {
    const counts: number[] = [];
    for (const shape of TREE_SHAPES.slice(0, 2)) {
      const context = someone();
      const [live, ours] = [importOf(syntheticTree(shape)), importOf(syntheticTree(shape, "other"))];
      for (const input of [live, ours]) await catalog.api.importTree(input, context);
      await catalog.api.approve({ scenarioId: live.scenarioId, selection: { all: true } }, context);
      const targets = (await catalog.api.incubationTree(live, context)).skills;
      const merges = (await catalog.api.incubationTree(ours, context)).skills.map(({ type, id }, index) => ({
        type,
        id,
        intoId: targets[index]?.id ?? 0,
      }));
      const { result, statements } = await countStatements(catalog.database, () =>
        catalog.api.merge({ scenarioId: ours.scenarioId, items: merges }, context),
      );
      expect(result).toMatchObject({ counts: { merged: { skills: shape.skills } }, conflicts: [] });
      counts.push(statements.length);
      const undo = { scenarioId: ours.scenarioId, selection: { all: true as const } };
      expect((await catalog.api.undo(undo, context)).counts.in_incubation.skills).toBe(shape.skills);
      expect(await catalog.api.verifyAuditChain(context)).toMatchObject({ verified: true });
    }
    expect(new Set(counts).size).toBe(1);
  }, 60_000);
});
