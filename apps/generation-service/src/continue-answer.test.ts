import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { continuationFault, planAsk, seam } from "./continue-answer.ts";

const run = (...codes: (string | null)[]) =>
  codes.map((code, index) => ({
    attempt: index + 1,
    error: code === null ? null : { code, message: code },
  }));

describe("what an attempt asks for", () => {
  it("is the answer at first, and after attempts that brought none", () => {
    expect(planAsk([])).toEqual({ ask: { kind: "first" }, mayContinue: true });
    expect(planAsk(run("MODEL_TIMEOUT", "WORKER_LOST", null)).ask).toEqual({ kind: "first" });
  });

  it("is the rest of all parts that were cut one after another, troubles between them left out", () => {
    expect(planAsk(run("ANSWER_INVALID", "ANSWER_CUT", "MODEL_RATE_LIMITED", "ANSWER_CUT")).ask).toEqual({
      kind: "rest",
      parts: [2, 4],
    });
  });

  it("is a better answer after a faulty one", () => {
    expect(planAsk(run("ANSWER_CUT", "ANSWER_INVALID", "MODEL_TIMEOUT"))).toMatchObject({
      ask: { kind: "again", faulty: { code: "ANSWER_INVALID" } },
      mayContinue: true,
    });
  });

  it("is never again a continuation when one came to nothing", () => {
    expect(planAsk(run("ANSWER_CUT", "MODEL_TIMEOUT", "ANSWER_UNREADABLE")).mayContinue).toBe(false);
    expect(planAsk(run("ANSWER_UNREADABLE", "ANSWER_CUT")).mayContinue).toBe(true);
  });
});

describe("a continuation", () => {
  const before =
    '{"scenario_metadata": {"name": "Fleet of the future"}, "capabilities": [{"name": "Load fore';

  it("is taken when it goes on where the answer stopped, wherever that is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 30, max: before.length - 1 }), (cut) => {
        expect(continuationFault(before.slice(0, cut), before.slice(cut))).toBeNull();
      }),
    );
  });

  it("is none when the model begins anew, fenced or spaced otherwise", () => {
    expect(continuationFault(before, before)).toBe("begun-anew");
    expect(continuationFault(before, `\`\`\`json\n${before.replaceAll(" ", "\n  ")}`)).toBe("begun-anew");
  });

  it("is none when it says again what stood before the cut", () => {
    expect(continuationFault(before, '[{"name": "Load forecasting"}]}')).toBe("repeated");
    expect(continuationFault("x: 1,            ", "            y")).toBeNull();
  });

  it("leaves its seam in the journal", () => {
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
