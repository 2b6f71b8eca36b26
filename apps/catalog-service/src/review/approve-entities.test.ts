import { openDatabase } from "@vivero/database";
import { countStatements } from "@vivero/database/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { syntheticTree, TREE_SHAPES } from "../../bench/synthetic-tree.ts";
import { importOf, items, openCatalog, someone, type TestCatalog } from "../../test/open-catalog.ts";
import { type OpenScenario, scenarioOpener } from "../../test/open-scenario.ts";

let catalog: TestCatalog;
let scenario: OpenScenario;
beforeAll(async () => {
  catalog = await openCatalog();
  scenario = scenarioOpener(catalog.api);
});
afterAll(() => catalog.close());

describe("approving", () => {
  it("activates what is selected and the ancestors it hangs from, and nothing beside", async () => {
    const { approve, states, tree } = await scenario([
      [
        "Care",
        [
          ["Telehealth", ["Triage", "Consent"]],
          ["Records", ["Coding"]],
        ],
      ],
    ]);
    const result = await approve("Triage");
    expect(result).toMatchObject({
      action: "approve",
      counts: { active: { capabilities: 1, competencies: 1, skills: 1 } },
      unchanged: 0,
      conflicts: [],
      remaining: 3,
    });
    expect(result.changed).toHaveLength(3);
    expect(await states()).toEqual({
      Care: "active",
      Telehealth: "active",
      Triage: "active",
      Consent: "in_incubation",
      Records: "in_incubation",
      Coding: "in_incubation",
    });
    const decided = (await tree()).skills[0];
    expect(decided).toMatchObject({ decidedBy: 7, decidedAt: expect.stringMatching(/Z$/) });
    expect(await tree()).toMatchObject({ revision: 2, remaining: 3 });
  });

  it("approves everything at once, and changes nothing the second time", async () => {
    const { approve, context, tree } = await scenario([["Care", [["Telehealth", ["Triage", "Consent"]]]]]);
    expect(await approve()).toMatchObject({ remaining: 0, counts: { active: { skills: 2 } } });
    const after = await tree();
    expect(await approve()).toMatchObject({ decisionId: null, changed: [], unchanged: 0, conflicts: [] });
    expect(await approve("Triage", "Care")).toMatchObject({ decisionId: null, changed: [], unchanged: 2 });
    expect(await tree()).toEqual(after);
    expect((await catalog.api.listAuditEvents({}, context)).items).toHaveLength(5);
  });

  it("makes one active entity of a name that stands twice in the answer, and keeps both places", async () => {
    const { approve, tree, context } = await scenario([
      [
        "Care",
        [
          ["Telehealth", ["Consent"]],
          ["Records", ["consent ", "Coding"]],
        ],
      ],
      ["CARE", [["Ethics", ["Law"]]]],
    ]);
    const result = await approve();
    expect(result.counts).toMatchObject({
      active: { capabilities: 1, competencies: 3, skills: 3 },
      merged: { capabilities: 1, competencies: 0, skills: 1 },
    });
    const { capabilities, competencies, skills } = await tree();
    expect(skills[1]).toMatchObject({
      name: "consent ",
      status: "merged",
      mergedInto: { type: "skill", id: skills[0]?.id, name: "Consent" },
    });
    expect(capabilities[1]).toMatchObject({ status: "merged", mergedInto: { id: capabilities[0]?.id } });
    expect(competencies[2]).toMatchObject({ status: "active", parentId: capabilities[1]?.id });
    const { items: merges } = await catalog.api.listAuditEvents({ action: "skill.merged" }, context);
    expect(merges).toMatchObject([
      { before: { status: "in_incubation" }, after: { status: "merged", mergedIntoId: skills[0]?.id } },
    ]);
  });

  it("merges a twin into the one that an earlier request approved, wherever it stands in the answer", async () => {
    const { approve, tree } = await scenario([
      [
        "Care",
        [
          ["A", ["Consent"]],
          ["B", ["CONSENT"]],
        ],
      ],
    ]);
    await approve("CONSENT");
    await approve("Consent");
    const { skills } = await tree();
    expect(skills).toMatchObject([
      { status: "merged", mergedInto: { id: skills[1]?.id } },
      { status: "active" },
    ]);
  });

  it("names the entity of another origin that holds a name, and leaves what bears it as it is", async () => {
    const context = someone();
    const theirs = await scenario([["Other", [["Else", ["Consent"]]]]], context);
    await theirs.approve();
    const ours = await scenario([["Care", [["Telehealth", ["consent", "Triage"]]]]], context);
    const result = await ours.approve();
    expect(result.conflicts).toEqual([
      {
        ...items(await ours.tree(), "consent")[0],
        name: "consent",
        reason: "name_already_active",
        existing: { ...items(await theirs.tree(), "Consent")[0], name: "Consent" },
      },
    ]);
    expect(result.remaining).toBe(1);
    expect(await ours.states()).toMatchObject({ Care: "active", Triage: "active", consent: "in_incubation" });
  });

  it("approves nothing merely as the ancestor of what is in conflict", async () => {
    const context = someone();
    await (await scenario([["Other", [["Else", ["Consent"]]]]], context)).approve();
    const ours = await scenario([["Care", [["Telehealth", ["Consent"]]]]], context);
    const result = await ours.approve("Consent");
    expect(result).toMatchObject({ decisionId: null, changed: [], conflicts: [{ name: "Consent" }] });
    expect(await ours.states()).toMatchObject({ Care: "in_incubation", Telehealth: "in_incubation" });
  });

  it("leaves everything beneath an ancestor whose name is taken, and says which ancestor it is", async () => {
    const context = someone();
    await (await scenario([["Other", [["Telehealth", ["X"]]]]], context)).approve();
    const ours = await scenario(
      [
        [
          "Care",
          [
            ["telehealth", ["Triage"]],
            ["Records", ["Coding"]],
          ],
        ],
      ],
      context,
    );
    const [telehealth, triage] = items(await ours.tree(), "telehealth", "Triage");
    expect((await ours.approve("Triage")).conflicts).toMatchObject([
      { ...telehealth, reason: "name_already_active", existing: { name: "Telehealth" } },
      { ...triage, reason: "ancestor_in_conflict", existing: { ...telehealth, name: "telehealth" } },
    ]);
    expect((await ours.approve()).counts.active).toEqual({ capabilities: 1, competencies: 1, skills: 1 });
    expect(await ours.states()).toMatchObject({ telehealth: "in_incubation", Triage: "in_incubation" });
  });

  it("does not approve what was rejected before its rejection is undone", async () => {
    const { approve, reject, states } = await scenario([["Care", [["Telehealth", ["Triage", "Consent"]]]]]);
    await reject("too vague", "Triage");
    const result = await approve("Triage", "Consent");
    expect(result.conflicts).toMatchObject([{ name: "Triage", reason: "ancestor_rejected" }]);
    expect(await states()).toMatchObject({ Triage: "rejected", Consent: "active" });
  });

  it("refuses a selection with an entity of another scenario or kind as a whole", async () => {
    const context = someone();
    const ours = await scenario([["Care", [["Telehealth", ["Triage"]]]]], context);
    const theirs = await scenario([["Other", [["Else", ["X"]]]]], context);
    const [own] = items(await ours.tree(), "Triage");
    const [foreign] = items(await theirs.tree(), "X");
    if (!own || !foreign) throw new Error("both are there");
    await expect(
      catalog.api.approve({ scenarioId: ours.scenarioId, selection: { items: [own, foreign] } }, context),
    ).rejects.toMatchObject({
      code: "NOT_FOUND",
      details: { errors: [{ path: "items[1]" }] },
    });
    expect(await ours.states()).toMatchObject({ Triage: "in_incubation" });
  });

  it("gives one active entity when two requests approve twins at the same time", async () => {
    const { approve, tree, context } = await scenario([
      [
        "Care",
        [
          ["A", ["Consent"]],
          ["B", ["CONSENT"]],
          ["C", ["consent"]],
        ],
      ],
    ]);
    await Promise.all([approve("Consent"), approve("CONSENT"), approve("consent"), approve("A", "B", "C")]);
    const { skills, competencies, revision } = await tree();
    expect(skills.map(({ status }) => status).sort()).toEqual(["active", "merged", "merged"]);
    expect(competencies.every(({ status }) => status === "active")).toBe(true);
    expect(revision).toBeGreaterThanOrEqual(4);
    expect(await catalog.api.verifyAuditChain(context)).toMatchObject({ verified: true, events: 8 });
  });

  it("gives a name to one of several scenarios that race for it, and conflicts to the others", async () => {
    const context = someone();
    const skills = Array.from({ length: 40 }, (_, index) => `Skill ${index}`);
    const racers = await Promise.all(
      [skills, skills.toReversed(), skills, skills.toReversed()].map((order, index) =>
        scenario([[`Care ${index}`, [[`Telehealth ${index}`, order]]]], context),
      ),
    );
    const results = await Promise.all(racers.map(({ approve }) => approve()));
    const active = results.reduce((sum, { counts }) => sum + counts.active.skills, 0);
    const refused = results.flatMap(({ conflicts }) => conflicts);
    expect(active).toBe(40);
    expect(refused).toHaveLength(120);
    expect(refused.every(({ reason, existing }) => reason === "name_already_active" && existing)).toBe(true);
    expect(await catalog.api.verifyAuditChain(context)).toMatchObject({ verified: true });
  }, 60_000);

  it("takes the same number of statements for 27, 1,000 and 13,896 skills, and for a single one", async () => {
    const counts: number[] = [];
    for (const shape of TREE_SHAPES) {
      const context = someone();
      const input = importOf(syntheticTree(shape));
      await catalog.api.importTree(input, context);
      const { skills } = await catalog.api.incubationTree(input, context);
      const { scenarioId } = input;
      const one = skills.slice(0, 1).map(({ id }) => ({ type: "skill" as const, id }));
      for (const selection of [{ items: one }, { all: true as const }]) {
        const { result, statements } = await countStatements(catalog.database, () =>
          catalog.api.approve({ scenarioId, selection }, context),
        );
        expect(result.conflicts).toEqual([]);
        counts.push(statements.length);
      }
      expect(await catalog.api.incubationTree(input, context)).toMatchObject({
        remaining: 0,
        counts: { active: { skills: shape.skills } },
      });
      expect(await catalog.api.verifyAuditChain(context)).toMatchObject({ verified: true });
    }
    expect(new Set(counts)).toEqual(new Set([15]));
  }, 120_000);

  it("finds its way on tables without statistics, with every one of 13,896 names taken", async () => {
    const owner = openDatabase({ url: catalog.urls.ownerUrl, applicationName: "catalog-test", poolSize: 1 });
    for (const table of ["capabilities", "competencies", "skills"]) {
      await owner.knex.raw(`ALTER TABLE catalog.${table} SET (autovacuum_enabled = off)`);
    }
    await owner.close();
    const context = someone();
    const theirs = importOf(syntheticTree(TREE_SHAPES[2]));
    const ours = importOf(syntheticTree(TREE_SHAPES[2]));
    const every = { capabilities: 26, competencies: 130, skills: 13_896 };
    await catalog.api.importTree(theirs, context);
    await catalog.api.approve({ scenarioId: theirs.scenarioId, selection: { all: true } }, context);

    const before = performance.now();
    expect((await catalog.api.importTree(ours, context)).alreadyActive).toEqual(every);
    const decision = { scenarioId: ours.scenarioId, selection: { all: true as const } };
    const { changed, conflicts } = await catalog.api.approve(decision, context);
    expect([changed.length, conflicts.length]).toEqual([0, 14_052]);
    const tree = await catalog.api.incubationTree(ours, context);
    expect(tree.skills.every(({ sameAs }) => sameAs !== null)).toBe(true);
    // A plan that compares each name with each takes over half a minute on an idle machine.
    expect(performance.now() - before).toBeLessThan(25_000);
  }, 120_000);
});
