import { expect, it } from "vitest";
import { applyChanges, shareEntities } from "./apply-changes.ts";
import { exampleTree } from "./example-tree.ts";

const outline = { A: { B: ["C", "D"] } };

it("changes some entities and keeps the others as the same objects", () => {
  const tree = exampleTree(outline);
  const changed = applyChanges(tree, new Map([["skill-3", { status: "active" as const }]]));
  expect(changed.skills.map(({ status }) => status)).toEqual(["active", "in_incubation"]);
  expect(changed.skills[1]).toBe(tree.skills[1]);
});

it("keeps the objects of what did not change between two answers", () => {
  const before = exampleTree(outline);
  const now = shareEntities(before, exampleTree(outline, { D: { status: "merged" } }));
  expect(now.capabilities[0]).toBe(before.capabilities[0]);
  expect(now.skills[0]).toBe(before.skills[0]);
  expect(now.skills[1]?.status).toBe("merged");
});
