import { describe, expect, it } from "vitest";
import { costOf } from "./attempt-cost.ts";

const prices = { input: 3, output: 15, currency: "EUR" };

describe("the cost of an attempt", () => {
  it("is that of its tokens at prices for a million", () => {
    expect(costOf({ inputTokens: 1_000_000, outputTokens: 200_000 }, prices)).toEqual({
      amount: 6,
      currency: "EUR",
    });
    expect(costOf({ inputTokens: null, outputTokens: 10 }, prices)?.amount).toBeCloseTo(0.00015, 12);
  });

  it("is unknown without prices or a count, and never 0 for that", () => {
    expect(costOf({ inputTokens: 1, outputTokens: 1 }, null)).toBeNull();
    expect(costOf({ inputTokens: null, outputTokens: null }, prices)).toBeNull();
  });
});
