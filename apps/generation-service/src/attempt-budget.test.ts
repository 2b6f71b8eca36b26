import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideNextStep, type Trouble } from "./attempt-budget.ts";
import { ModelError } from "./model/model-error.ts";

const budget = { attempts: 6, asks: 3, tokens: 1_000, seconds: 60, retryMs: 1_000, retryMaxMs: 8_000 };
const unavailable = (retryAfterMs: number | null = null): Trouble => ({
  kind: "model",
  error: new ModelError("MODEL_UNAVAILABLE", "It is away.", { retryable: true, retryAfterMs }),
});
const invalid: Trouble = { kind: "invalid", faults: 2 };
const spent = (attempts: number, asks = 0, tokens = 0, elapsedMs = 0) => ({
  attempts,
  asks,
  tokens,
  lost: 0,
  elapsedMs,
});

describe("the budget of a run", () => {
  it("doubles the pause with each attempt up to a limit, a quarter more or less", () => {
    const pauses = [1, 2, 3, 4, 5].map((attempts) =>
      decideNextStep(unavailable(), spent(attempts), budget, 0.5),
    );
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 8_000].map((afterMs) => ({ again: true, afterMs })));
    expect(decideNextStep(unavailable(), spent(1), budget, 0)).toMatchObject({ afterMs: 750 });
    expect(decideNextStep(unavailable(), spent(1), budget, 1)).toMatchObject({ afterMs: 1_250 });
  });

  it("waits at least as long as the provider asks", () => {
    expect(decideNextStep(unavailable(30_000), spent(1), budget, 0.5)).toEqual({
      again: true,
      afterMs: 30_000,
    });
  });

  it("asks for a better answer at once", () => {
    expect(decideNextStep(invalid, spent(1, 1), budget, 0.5)).toEqual({ again: true, afterMs: 0 });
  });

  it.each([
    ["attempts", unavailable(), spent(6)],
    ["asks", invalid, spent(3, 3)],
    ["tokens", invalid, spent(2, 2, 1_000)],
    ["time", unavailable(), spent(1, 0, 0, 59_900)],
  ])("ends with the last of its %s", (_what, trouble, used) => {
    expect(decideNextStep(trouble, used, budget, 0.5).again).toBe(false);
  });

  it("ends at once with what is refused for good", () => {
    const refused: Trouble = {
      kind: "model",
      error: new ModelError("MODEL_REFUSED", "No.", { retryable: false }),
    };
    expect(decideNextStep(refused, spent(1), budget, 0.5)).toEqual({
      again: false,
      failure: { code: "MODEL_REFUSED", message: "No." },
    });
  });

  it("never lasts for ever, whatever happens", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(unavailable(), invalid), { minLength: 10, maxLength: 10 }),
        (troubles) => {
          const steps = troubles.map((trouble, index) =>
            decideNextStep(trouble, spent(index + 1, index + 1), budget, 0.5),
          );
          expect(steps.findIndex(({ again }) => !again)).toBeLessThan(budget.attempts);
        },
      ),
    );
  });
});
