import { describe, expect, it } from "vitest";
import { readAnswer } from "./read-answer.ts";

const SHAPES = {
  share: { type: "number", minimum: 0, maximum: 1 },
  fte: { type: "number" },
  level: { type: "integer", minimum: 1, maximum: 5 },
  horizon_months: { type: "integer" },
  percentage: { type: "number", maximum: 100 },
} as const;

/** What a text becomes where a number is due, and the kind of its liberty; null when it stays a text. */
function read(key: keyof typeof SHAPES, text: string) {
  const schema = { type: "object", properties: { [key]: SHAPES[key] } };
  const result = readAnswer(JSON.stringify({ [key]: text }), schema);
  if ("refused" in result) return result.reason;
  const value = (result.value as { [key: string]: unknown })[key];
  return typeof value === "number" ? [value, result.journal[0]?.kind] : null;
}

describe("a number in a text", () => {
  it.each([
    ["horizon_months", "18 meses", 18],
    ["horizon_months", "18m", 18],
    ["horizon_months", "2 años", 24],
    ["horizon_months", "about 18", 18],
    ["share", "85%", 0.85],
    ["share", "85 percent", 0.85],
    ["share", "85 por ciento", 0.85],
    ["share", "0,85", 0.85],
    ["share", "0,850", 0.85],
    ["share", ".76", 0.76],
    ["percentage", "60%", 60],
    ["fte", "0,125", 0.125],
    ["fte", "12,5", 12.5],
    ["fte", "1.234,5", 1234.5],
    ["fte", "1,234.5", 1234.5],
    ["fte", "1,234,567", 1_234_567],
    ["fte", "1.234.567", 1_234_567],
    ["fte", "-5", -5],
    ["fte", "−5", -5],
    ["fte", "2.5 people", 2.5],
    ["fte", "1e3", 1000],
    ["level", "3.", 3],
  ] as const)("is read for %s: %s", (key, text, value) => {
    expect(read(key, text)).toEqual([value, "number_read"]);
  });

  it.each([
    ["fte", "1,500", 1500],
    ["fte", "1.500", 1.5],
    ["level", "1.500", 1500],
  ] as const)(
    "is a guess where some write thousands and others a fraction, for %s: %s",
    (key, text, value) => {
      expect(read(key, text)).toEqual([value, "number_guessed"]);
    },
  );

  it.each([
    ["fte", "5k"],
    ["fte", "5M"],
    ["fte", "10h"],
    ["fte", "$5"],
    ["fte", "€ 5"],
    ["fte", "- 5"],
    ["fte", "12-18"],
    ["fte", "12–18"],
    ["fte", "12 to 18"],
    ["fte", "v2"],
    ["fte", "1,23,4"],
    ["fte", "2024-05-01"],
    ["fte", "9007199254740993"],
    ["fte", "many"],
    ["horizon_months", "50%"],
    ["horizon_months", "18 weeks"],
    ["level", "2.5"],
  ] as const)("is not taken from a text that says something else, for %s: %s", (key, text) => {
    expect(read(key, text)).toBeNull();
  });
});
