import fc from "fast-check";
import { expect, it } from "vitest";
import { writeJson } from "./write-json.ts";

const LEVELS = 2_000;
const deep = (inner: string, levels = LEVELS) => `${'[{"a":'.repeat(levels)}${inner}${"}]".repeat(levels)}`;

it("writes what contracts allow as JSON.stringify does", () => {
  const value = { a: [1, { b: null }], c: undefined };
  expect(writeJson(value)).toBe('{"a":[1,{"b":null}]}');
  expect(writeJson(value, 2)).toBe(JSON.stringify(value, null, 2));
});

it("writes what is deeper just the same, without indentation", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = deep(JSON.stringify(value));
      expect(writeJson(JSON.parse(text), 2)).toBe(text);
    }),
    { numRuns: 50 },
  );
  expect(writeJson({ a: undefined, b: JSON.parse(deep("[]")) })).toBe(`{"b":${deep("[]")}}`);
});

it("does not overflow at 100,000 levels", () => {
  const text = deep("[]", 50_000);
  expect(writeJson(JSON.parse(text))).toBe(text);
});
