import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unitsOf } from "./units.ts";

const expectUnits = (text: string) => {
  const units = unitsOf(text);
  for (let at = 0; at < text.length; at++) {
    if (units[at] !== text.charCodeAt(at)) expect(units[at]).toBe(text.charCodeAt(at));
  }
  expect([...units.subarray(text.length, text.length + 100)].every((unit) => unit === 0)).toBe(true);
};

describe("the units of a text", () => {
  it("are its UTF-16 units and then zeros, whatever text was asked for before", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 50 }), expectUnits));
  });

  it("are right for texts longer than what is kept", () => {
    for (const length of [16_384, 16_385, 2_097_152, 2_097_153]) expectUnits("ñ🌱".repeat(length / 3));
  });

  it("are right for lone surrogates, and for texts of pieces", () => {
    expectUnits("\ud83c");
    expectUnits(`${"a".repeat(20)}${"→".repeat(20)}\udf31`.slice(3));
  });
});
