import { describe, expect, it } from "vitest";
import { seam } from "./answer-seam.ts";

describe("the seam of two parts", () => {
  it("leaves an entry in the journal with what stands on both sides", () => {
    expect(seam('{"a":\n "bc"}', 9)).toEqual({
      path: "",
      kind: "continued",
      before: '{"a":\n "b',
      after: 'c"}',
      severity: "risky",
      at: { offset: 9, line: 2, column: 4 },
    });
  });
});
