import { expect, it } from "vitest";
import { differencesOf } from "./differences.ts";

it("tells what changed, what came and what went, field by field", () => {
  expect(
    differencesOf(
      { status: "in_incubation", level: 3, gone: true, same: { deep: 1 } },
      { status: "active", level: 3, new: { by: 7 }, same: { deep: 1 } },
    ),
  ).toEqual([
    { path: "status", before: "in_incubation", after: "active" },
    { path: "gone", before: "true", after: undefined },
    { path: "new.by", before: undefined, after: "7" },
  ]);
});

it("takes null for nothing, and compares lists as a whole", () => {
  expect(differencesOf(null, { name: null, list: [1, 2] })).toEqual([
    { path: "list", before: undefined, after: "[1,2]" },
  ]);
  expect(differencesOf(null, null)).toEqual([]);
});
