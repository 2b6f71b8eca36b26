import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "./canonical-json.ts";

describe("canonicalJson", () => {
  it("writes the same text whatever the order of keys", () => {
    expect(canonicalJson({ b: [1, { d: null, c: "ñ" }], a: true })).toBe(
      '{"a":true,"b":[1,{"c":"ñ","d":null}]}',
    );
  });

  it("writes dates as ISO texts with milliseconds and leaves out undefined members", () => {
    expect(canonicalJson({ at: new Date(0), gone: undefined })).toBe('{"at":"1970-01-01T00:00:00.000Z"}');
  });

  it("keeps a member named __proto__", () => {
    expect(canonicalJson(JSON.parse('{"__proto__":1}'))).toBe('{"__proto__":1}');
  });

  it.each([
    [{ a: [Number.NaN] }, "$.a[0]"],
    [{ a: Number.POSITIVE_INFINITY }, "$.a"],
    [{ a: 1n }, "$.a"],
    [["nul\0"], "$[0]"],
    [{ half: "\ud83c" }, "$.half"],
  ])("refuses what jsonb cannot hold, and says where: %#", (value, path) => {
    expect(() => canonicalJson(value)).toThrow(path);
  });

  it("is what JSON.parse reads back as the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
        const text = wellFormed(value) ? canonicalJson(value) : null;
        if (text === null) return;
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

function wellFormed(value: unknown): boolean {
  return !/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(value));
}
