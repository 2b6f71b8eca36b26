import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { storableText, storableValue, unstorableFields } from "./storable-text.ts";

/** Texts in which NUL and half surrogate pairs are no rarity. */
const texts = fc
  .array(fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("\0", "\ud83d", "\ude00")), {
    maxLength: 6,
  })
  .map((parts) => parts.join(""));

describe("what PostgreSQL can store", () => {
  it("is every text after its replacements, which keep its length and change nothing else", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { text: clean, replaced } = storableText(text);
        expect(clean.isWellFormed() && !clean.includes("\0")).toBe(true);
        expect(clean.length).toBe(text.length);
        const restored = [...replaced].reduce(
          (result, { offset, character }) => result.slice(0, offset) + character + result.slice(offset + 1),
          clean,
        );
        expect(restored).toBe(text);
      }),
    );
  });

  it("is a value as it is when nothing has to be replaced", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const asJson = JSON.parse(JSON.stringify(value).replaceAll("\\u0000", "0"));
        fc.pre(JSON.stringify(asJson).isWellFormed() && !/\\u[dD]/.test(JSON.stringify(asJson)));
        expect(storableValue(asJson)).toEqual({ value: asJson, replaced: [] });
      }),
    );
  });

  it("names the place of each string and key that was changed", () => {
    const value = { a: ["ok", "x\0y"], "k\0": { b: "\ud83d" } };
    const { value: clean, replaced } = storableValue(value);
    expect(clean).toEqual({ a: ["ok", "x\ufffdy"], "k\ufffd": { b: "\ufffd" } });
    expect(replaced.map(({ path, before }) => [path, before])).toEqual(
      expect.arrayContaining([
        ["a[1]", "x\\u0000y"],
        ["", "k\\u0000"],
        ["k\ufffd.b", "\\ud83d"],
      ]),
    );
    expect(unstorableFields({ a: "\0" })).toMatchObject([{ path: "a" }]);
  });

  it("may be nested as deep as it likes", () => {
    let value: unknown = "\0";
    for (let depth = 0; depth < 100_000; depth++) value = [value];
    expect(storableValue(value).replaced).toHaveLength(1);
  });
});
