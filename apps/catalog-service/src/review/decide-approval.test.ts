import { describe, expect, it } from "vitest";
import { type ActiveElsewhere, approvalCandidates, decideApproval } from "./decide-approval.ts";
import { after, named, selection, statuses, treeOf } from "./example-trees.ts";

const takenBySomebody = (...names: `${"capability" | "competency" | "skill"}:${string}`[]): ActiveElsewhere =>
  new Map(names.map((name) => [name, { type: "skill", id: 99, name: `their ${name}` }]));
const NOTHING_TAKEN = takenBySomebody();

describe("what an approval looks up", () => {
  it("is the selected entities and the ancestors that still incubate, in the order of the tree", () => {
    const tree = treeOf({ Care: { Telehealth: ["Triage", "Consent"], Records: ["Coding"] } });
    const approved = after(tree, decideApproval(tree, selection(tree, "Care"), NOTHING_TAKEN).changes, 1);
    const candidates = approvalCandidates(approved, selection(approved, "Coding", "Triage"));
    expect(candidates.map(({ name }) => name)).toEqual(["Telehealth", "Records", "Triage", "Coding"]);
  });
});

describe("deciding an approval", () => {
  it("lets the second twin become active when the first hangs from a name that is taken", () => {
    const tree = treeOf({ Care: { Telehealth: ["Consent"] }, Other: { Records: ["Consent'"] } });
    const outcome = decideApproval(tree, new Set(tree.entities), takenBySomebody("competency:telehealth"));
    expect(statuses(after(tree, outcome.changes, 1))).toEqual({
      Care: "active",
      Other: "active",
      Telehealth: "in_incubation",
      Records: "active",
      Consent: "in_incubation",
      "Consent'": "active",
    });
  });

  it("names the topmost cause, however far above it stands and whatever else is taken below", () => {
    const tree = treeOf({ Care: { Telehealth: ["Consent"] } });
    const taken = takenBySomebody("capability:care", "skill:consent");
    const { conflicts, changes } = decideApproval(tree, selection(tree, "Consent"), taken);
    expect(changes).toEqual([]);
    expect(conflicts).toMatchObject([
      { name: "Care", reason: "name_already_active", existing: { name: "their capability:care" } },
      { name: "Consent", reason: "ancestor_in_conflict", existing: { name: "Care" } },
    ]);
  });

  it("takes a merged ancestor for a decided one", () => {
    const tree = treeOf({ Care: { Telehealth: ["Triage"] }, "Care'": { Records: ["Coding"] } });
    const capabilities = after(
      tree,
      decideApproval(tree, selection(tree, "Care", "Care'"), NOTHING_TAKEN).changes,
      1,
    );
    expect(statuses(capabilities)).toMatchObject({ Care: "active", "Care'": "merged into 1" });
    const { changes, unchanged } = decideApproval(
      capabilities,
      selection(capabilities, "Coding", "Care'"),
      NOTHING_TAKEN,
    );
    expect(changes.map(({ entity, to }) => [entity.name, to])).toEqual([
      ["Records", "active"],
      ["Coding", "active"],
    ]);
    expect(unchanged).toBe(1);
  });

  it("tells a name that another kind bears from its own", () => {
    const tree = treeOf({ Data: { "Data'": ["Data''"] } });
    expect(
      decideApproval(tree, new Set(tree.entities), NOTHING_TAKEN).changes.every(({ to }) => to === "active"),
    ).toBe(true);
    expect(named(tree, "Data'").nameKey).toBe(named(tree, "Data").nameKey);
  });
});
