import { describe, expect, it } from "vitest";
import { applyChanges } from "./apply-changes.ts";
import { bodyOf, type Decision, outcome, predict, undoKeys } from "./decision.ts";
import { exampleTree } from "./example-tree.ts";
import { indexTree, keyOf } from "./tree-index.ts";

const OUTLINE = {
  Care: { Telecare: ["Triage", "Consent"], Wards: ["Rounds"] },
  Data: { Reporting: ["Charts"] },
};
const taken = { type: "skill", id: 90, name: "Triage" } as const;
const tree = exampleTree(OUTLINE, { Triage: { sameAs: taken } });
const index = indexTree(tree);
const keys = (...names: string[]) =>
  names.map((name) => [...index.byKey.values()].find(({ entity }) => entity.name === name)?.key ?? "");

/** The status of each entity that a decision changes, by name. */
function effect(decision: Decision, on = index) {
  return Object.fromEntries(
    [...predict(decision, on, 7)].map(([key, { status }]) => [on.byKey.get(key)?.entity.name, status]),
  );
}

describe("forecasting a decision", () => {
  it("approves the ancestors with it, and leaves what bears an active name", () => {
    expect(effect({ action: "approve", keys: keys("Consent", "Triage") })).toEqual({
      Care: "active",
      Telecare: "active",
      Consent: "active",
    });
  });

  it("approves nothing under an ancestor that bears an active name", () => {
    const blocked = indexTree(exampleTree(OUTLINE, { Care: { sameAs: { ...taken, type: "capability" } } }));
    expect(effect({ action: "approve", keys: keys("Rounds", "Charts") }, blocked)).toEqual({
      Data: "active",
      Reporting: "active",
      Charts: "active",
    });
  });

  it("rejects with everything that is open beneath", () => {
    const some = indexTree(exampleTree(OUTLINE, { Wards: { status: "active" } }));
    expect(effect({ action: "reject", keys: keys("Care"), reason: "No" }, some)).toEqual({
      Care: "rejected",
      Telecare: "rejected",
      Triage: "rejected",
      Consent: "rejected",
    });
  });

  it("takes an approval back with the approvals beneath", () => {
    const done = indexTree(
      applyChanges(tree, predict({ action: "approve", keys: keys("Rounds") }, index, 7)),
    );
    expect(effect({ action: "undo", keys: keys("Care") }, done)).toEqual({
      Care: "in_incubation",
      Wards: "in_incubation",
      Rounds: "in_incubation",
    });
  });
});

it("undoes all that a decision changed, but no ancestor that something else rests on by now", () => {
  const first = predict({ action: "approve", keys: keys("Rounds") }, index, 7);
  const once = applyChanges(tree, first);
  expect(undoKeys([...first.keys()], indexTree(once)).sort()).toEqual(keys("Care", "Rounds", "Wards").sort());
  const second = predict({ action: "approve", keys: keys("Consent") }, indexTree(once), 7);
  const twice = indexTree(applyChanges(once, second));
  expect(undoKeys([...first.keys()], twice).sort()).toEqual(keys("Rounds", "Wards").sort());
});

it("sends a thousand entities as one body", () => {
  const skills = Array.from({ length: 1_000 }, (_, place) => `Skill ${place}`);
  const large = indexTree(exampleTree({ A: { B: skills } }));
  const decision: Decision = {
    action: "merge",
    keys: [...large.byKey.keys()].filter((key) => key.startsWith("skill")),
    into: taken,
  };
  const { items } = bodyOf(decision, large) as { items: unknown[] };
  expect(items).toHaveLength(1_000);
  expect(items[0]).toEqual({ type: "skill", id: 3, intoId: 90 });
});

it("believes the service's answer over its own forecast", () => {
  const [key = ""] = keys("Consent");
  const id = Number(key.split("-")[1]);
  const none = { capabilities: 0, competencies: 0, skills: 0 };
  const changes = outcome(
    { action: "approve", keys: [key] },
    {
      decisionId: 1,
      action: "approve",
      changed: [{ type: "skill", id, from: "in_incubation", to: "merged", mergedIntoId: 90 }],
      counts: { in_incubation: none, active: none, merged: none, rejected: none },
      unchanged: 0,
      conflicts: [],
      remaining: 0,
    },
    index,
    7,
  );
  expect([...changes.keys()]).toEqual([keyOf({ type: "skill", id })]);
  expect(changes.get(key)).toMatchObject({ status: "merged", mergedInto: { id: 90 }, decidedBy: 7 });
});
