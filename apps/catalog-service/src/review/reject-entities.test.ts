import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCatalog, type TestCatalog } from "../../test/open-catalog.ts";
import { type OpenScenario, scenarioOpener } from "../../test/open-scenario.ts";

let catalog: TestCatalog;
let scenario: OpenScenario;
beforeAll(async () => {
  catalog = await openCatalog();
  scenario = scenarioOpener(catalog.api);
});
afterAll(() => catalog.close());

describe("rejecting", () => {
  it("rejects what is selected and everything that incubates beneath it, with the reason on each", async () => {
    const { reject, states, tree, context } = await scenario([
      [
        "Care",
        [
          ["Telehealth", ["Triage", "Consent"]],
          ["Records", ["Coding"]],
        ],
      ],
    ]);
    const result = await reject("  not ours  ", "Telehealth");
    expect(result).toMatchObject({
      action: "reject",
      counts: { rejected: { capabilities: 0, competencies: 1, skills: 2 } },
      conflicts: [],
      remaining: 3,
    });
    expect(await states()).toMatchObject({
      Care: "in_incubation",
      Telehealth: "rejected",
      Triage: "rejected",
      Consent: "rejected",
      Coding: "in_incubation",
    });
    expect((await tree()).skills[0]).toMatchObject({ rejectionReason: "not ours", decidedBy: 7 });
    const { items } = await catalog.api.listAuditEvents({ action: "skill.rejected" }, context);
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({
      before: { status: "in_incubation" },
      after: { status: "rejected", rejectionReason: "not ours", decisionId: result.decisionId },
    });
  });

  it("keeps the first reason of what was rejected before, and counts it as unchanged", async () => {
    const { reject, tree } = await scenario([["Care", [["Telehealth", ["Triage", "Consent"]]]]]);
    await reject("first", "Triage");
    expect(await reject("second", "Triage", "Telehealth")).toMatchObject({
      unchanged: 1,
      counts: { rejected: { competencies: 1, skills: 1 } },
    });
    expect((await tree()).skills.map(({ rejectionReason }) => rejectionReason)).toEqual(["first", "second"]);
  });

  it("leaves an active entity and what incubates beneath it alone", async () => {
    const { approve, reject, states } = await scenario([["Care", [["Telehealth", ["Triage", "Consent"]]]]]);
    await approve("Triage");
    expect(await reject("no", "Telehealth")).toMatchObject({ decisionId: null, changed: [], unchanged: 1 });
    expect(await reject("no")).toMatchObject({ counts: { rejected: { skills: 1 } }, remaining: 0 });
    expect(await states()).toEqual({
      Care: "active",
      Telehealth: "active",
      Triage: "active",
      Consent: "rejected",
    });
  });
});
