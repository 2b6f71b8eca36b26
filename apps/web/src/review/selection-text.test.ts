import fc from "fast-check";
import { expect, it } from "vitest";
import { readSelection, writeSelection } from "./selection-text.ts";

it("writes a thousand skills in a row in a few characters", () => {
  const keys = Array.from({ length: 1_000 }, (_, place) => `skill-${101 + place}`);
  expect(writeSelection(["capability-3", ...keys])).toBe("c3.s101-1100");
});

it("reads back any selection that it wrote", () => {
  const key = fc
    .tuple(fc.constantFrom("capability", "competency", "skill"), fc.integer({ min: 1, max: 10_000 }))
    .map(([type, id]) => `${type}-${id}`);
  fc.assert(
    fc.property(fc.uniqueArray(key), (keys) => {
      expect([...readSelection(writeSelection(keys))].sort()).toEqual(keys.toSorted());
    }),
  );
});

it("takes nothing from what it cannot read, and no absurd range", () => {
  expect(readSelection("<script>.s1-9999999999.k7.q3")).toEqual(new Set(["competency-7"]));
});
