import { describe, expect, it } from "vitest";
import { beginsAnew, planAsk } from "./continue-answer.ts";

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

  it("begins anew when it says the answer's beginning again, fenced or spaced otherwise", () => {
    expect(beginsAnew(before, before)).toBe(true);
    expect(beginsAnew(before, `\`\`\`json\n${before.replaceAll(" ", "\n  ")}`)).toBe(true);
    expect(beginsAnew(before, 'casting"}]}')).toBe(false);
  });
});
