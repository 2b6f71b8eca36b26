import { describe, expect, it } from "vitest";
import { decideApproval } from "./decide-approval.ts";
import { decideUndo } from "./decide-undo.ts";
import { after, named, type Outline, selection, statuses, treeOf } from "./example-trees.ts";
import { keyOf } from "./scenario-tree.ts";

function approvedTree(outline: Outline) {
  const tree = treeOf(outline);
  return after(tree, decideApproval(tree, new Set(tree.entities), new Map()).changes, 1);
}

describe("deciding an undo", () => {
  it("follows twins into other branches, and what hangs from them", () => {
    const tree = approvedTree({ Care: { Telehealth: ["Triage"] }, Other: { "Telehealth'": ["Shifts"] } });
    const { changes } = decideUndo(tree, selection(tree, "Telehealth"), new Map());
    expect(statuses(after(tree, changes, 2))).toEqual({
      Care: "active",
      Other: "active",
      Telehealth: "in_incubation",
      "Telehealth'": "in_incubation",
      Triage: "in_incubation",
      Shifts: "in_incubation",
    });
  });

  it("is held by a use of another scenario wherever taking back would have to reach it", () => {
    const tree = approvedTree({
      Care: { Telehealth: ["Triage"] },
      Other: { "Telehealth'": ["Shifts", "Rota"] },
    });
    const leaner = { type: "skill" as const, id: 99, name: "their shifts" };
    const used = new Map([[keyOf(named(tree, "Shifts")), leaner]]);
    const { changes, conflicts } = decideUndo(tree, new Set(tree.entities), used);
    expect(conflicts.map(({ name, existing }) => [name, existing])).toEqual(
      ["Care", "Other", "Telehealth", "Telehealth'", "Shifts"].map((name) => [name, leaner]),
    );
    expect(changes.map(({ entity }) => entity.name)).toEqual(["Triage", "Rota"]);
  });

  it("leaves what incubates alone and counts it", () => {
    const tree = treeOf({ Care: { Telehealth: ["Triage"] } });
    expect(decideUndo(tree, new Set(tree.entities), new Map())).toEqual({
      changes: [],
      conflicts: [],
      unchanged: 3,
    });
  });
});
