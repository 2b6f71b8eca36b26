import { describe, expect, it } from "vitest";
import { dayOf, secondsToMidnight, usedUp } from "./day-budget.ts";

const budget = { tokens: 1_000, generations: 3 };

describe("the budget of an organization's day", () => {
  it("is used up by its tokens, and by one generation more than it allows", () => {
    expect(usedUp({ tokens: 999, generations: 3 }, budget)).toBeNull();
    expect(usedUp({ tokens: 1_000, generations: 0 }, budget)).toBe("tokens");
    expect(usedUp({ tokens: 0, generations: 4 }, budget)).toBe("generations");
  });

  it("begins and ends at midnight UTC", () => {
    expect(dayOf(new Date("2026-03-01T23:59:59.999Z"))).toEqual(new Date("2026-03-01T00:00:00Z"));
    expect(dayOf(new Date("2026-03-01T00:00:00Z"))).toEqual(new Date("2026-03-01T00:00:00Z"));
    expect(secondsToMidnight(new Date("2026-03-01T23:59:59.999Z"))).toBe(1);
    expect(secondsToMidnight(new Date("2026-03-01T00:00:00Z"))).toBe(86_400);
  });
});
