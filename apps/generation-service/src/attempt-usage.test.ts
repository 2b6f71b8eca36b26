import { describe, expect, it } from "vitest";
import { completeUsage, estimateInput } from "./attempt-usage.ts";

describe("the tokens of an attempt", () => {
  it("are estimated by a quarter of the characters that were sent", () => {
    const message = (content: string) => ({ role: "user", content }) as const;
    expect(estimateInput([message("12345"), message("6789")])).toBe(3);
    expect(estimateInput([])).toBe(0);
  });

  it("are what the provider counted, and say so where anything is estimated", () => {
    const estimate = { inputTokens: 70, outputTokens: 30 };
    expect(completeUsage({ inputTokens: 7, outputTokens: 0 }, estimate)).toEqual({
      inputTokens: 7,
      outputTokens: 0,
      estimated: false,
    });
    expect(completeUsage({ inputTokens: 7, outputTokens: null }, estimate)).toEqual({
      inputTokens: 7,
      outputTokens: 30,
      estimated: true,
    });
  });
});
