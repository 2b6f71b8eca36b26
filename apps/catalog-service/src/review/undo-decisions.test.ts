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

/** The tree without what every decision counts up. */
async function standing({ tree }: OpenedScenario) {
  const { revision: _, ...rest } = await tree();
  return rest;
}

describe("undoing", () => {
  it("brings a whole approval back to where it was, twins and all", async () => {
    const opened = await scenario([
      [
        "Care",
        [
          ["Telehealth", ["Triage", "Consent"]],
          ["Records", ["Consent"]],
        ],
      ],
      ["Care", [["Rostering", ["Shifts"]]]],
    ]);
    const before = await standing(opened);
    await opened.approve();
    const result = await opened.undo();
    expect(result).toMatchObject({
      action: "undo",
      counts: { in_incubation: { capabilities: 2, competencies: 3, skills: 4 } },
      conflicts: [],
      remaining: 9,
    });
    expect(await standing(opened)).toEqual(before);
    expect((await opened.tree()).revision).toBe(3);
    const { items: events } = await catalog.api.listAuditEvents({ action: "skill.reopened" }, opened.context);
    expect(events).toHaveLength(4);
    expect(events.find(({ before: was }) => (was as { status: string }).status === "merged")).toMatchObject({
      before: { mergedIntoId: expect.any(Number) },
      after: { status: "in_incubation", decisionId: result.decisionId },
    });
    expect(await opened.approve()).toMatchObject({ remaining: 0 });
    expect(await catalog.api.verifyAuditChain(opened.context)).toMatchObject({ verified: true, events: 28 });
  });

  it("takes one skill's approval back and leaves its ancestors active", async () => {
    const { approve, undo, states } = await scenario([["Care", [["Telehealth", ["Triage", "Consent"]]]]]);
    await approve();
    expect(await undo("Triage")).toMatchObject({ remaining: 1, changed: [{ from: "active" }] });
    expect(await states()).toMatchObject({ Care: "active", Telehealth: "active", Triage: "in_incubation" });
  });

  it("takes back what hangs from an approval and what is merged into it, and not a rejection beneath it", async () => {
    const { approve, reject, undo, states } = await scenario([
      ["Care", [["Telehealth", ["Triage", "Consent"]]]],
      ["Other", [["Telehealth ", ["Shifts"]]]],
    ]);
    await reject("no", "Consent");
    await approve();
    await undo("Care");
    expect(await states()).toEqual({
      Care: "in_incubation",
      Telehealth: "in_incubation",
      Triage: "in_incubation",
      Consent: "rejected",
      Other: "active",
      "Telehealth ": "in_incubation",
      Shifts: "in_incubation",
    });
  });

  it("reopens a rejection with what the same decision rejected beneath it, and its rejected ancestors", async () => {
    const opened = await scenario([
      [
        "Care",
        [
          ["Telehealth", ["Triage", "Consent"]],
          ["Records", ["Coding"]],
        ],
      ],
    ]);
    const before = await standing(opened);
    await opened.reject("first", "Triage");
    await opened.reject("second", "Care");
    await opened.undo("Telehealth");
    expect(await opened.states()).toEqual({
      Care: "in_incubation",
      Telehealth: "in_incubation",
      Triage: "rejected",
      Consent: "in_incubation",
      Records: "rejected",
      Coding: "rejected",
    });
    await opened.undo("Coding");
    expect(await opened.states()).toMatchObject({ Records: "in_incubation", Coding: "in_incubation" });
    await opened.undo();
    expect(await standing(opened)).toEqual(before);
  });

  it("leaves what another scenario's entity is merged into, with its ancestors, and takes back the rest", async () => {
    const context = someone();
    const ours = await scenario(
      [
        [
          "Care",
          [
            ["Telehealth", ["Triage", "Consent"]],
            ["Records", ["Coding"]],
          ],
        ],
      ],
      context,
    );
    const theirs = await scenario([["Other", [["Else", ["triage"]]]]], context);
    await ours.approve();
    const [triage] = items(await ours.tree(), "Triage");
    const [user] = items(await theirs.tree(), "triage");
    if (!triage || !user) throw new Error("both are there");
    await theirs.merge({ triage: triage.id });

    const result = await ours.undo();
    expect(result.conflicts).toEqual(
      items(await ours.tree(), "Care", "Telehealth", "Triage").map((item) => ({
        ...item,
        name: expect.any(String),
        reason: "used_by_another_scenario",
        existing: { ...user, name: "triage" },
      })),
    );
    expect(await ours.states()).toEqual({
      Care: "active",
      Telehealth: "active",
      Triage: "active",
      Consent: "in_incubation",
      Records: "in_incubation",
      Coding: "in_incubation",
    });
  });

  it("frees a name for another scenario", async () => {
    const context = someone();
    const theirs = await scenario([["Other", [["Else", ["Consent"]]]]], context);
    const ours = await scenario([["Care", [["Telehealth", ["Consent"]]]]], context);
    await theirs.approve();
    expect((await ours.approve()).conflicts).toHaveLength(1);
    await theirs.undo();
    expect(await ours.approve()).toMatchObject({ conflicts: [], remaining: 0 });
    expect((await theirs.tree()).skills[0]?.sameAs).toMatchObject({ name: "Consent" });
  });

  it("takes as many statements for thousands as for few, and so does rejecting", async () => {
    const counts: number[] = [];
    for (const shape of TREE_SHAPES.slice(0, 2)) {
      const context = someone();
      const input = importOf(syntheticTree(shape));
      await catalog.api.importTree(input, context);
      const decision = { scenarioId: input.scenarioId, selection: { all: true as const } };
      for (const decide of [
        () => catalog.api.reject({ ...decision, reason: "no" }, context),
        () => catalog.api.undo(decision, context),
      ]) {
        counts.push((await countStatements(catalog.database, decide)).statements.length);
      }
    }
    expect(counts).toEqual([14, 15, 14, 15]);
  });
});
