import { describe, expect, it } from "vitest";
import { validAnswer } from "../test/answers.ts";
import type { AttemptResult } from "./attempt-result.ts";
import { keepBetter } from "./kept-answer.ts";

const FOUND = { capabilities: 1, competencies: 2, skills: 3 };
const faults = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ path: `capabilities[${index}]`, message: "is at fault" }));

/** An answer that was read and holds one capability, two competencies and three skills. */
function answered(count: number): AttemptResult {
  return {
    answered: true,
    ending: {
      type: "end",
      finishReason: "stop",
      usage: { inputTokens: 1, outputTokens: 1 },
      modelVersion: "model-2",
    },
    text: "later",
    judgement: { readable: true, value: validAnswer(), journal: [], errors: faults(count) },
    cut: false,
  };
}

describe("of two readable answers", () => {
  it.each([
    ["fewer faults than before", 1, faults(2), { ...FOUND, skills: 9 }, true],
    ["more faults than before", 9, faults(1), { capabilities: 0, competencies: 0, skills: 0 }, false],
    ["as many faults and more in it", 2, faults(2), { ...FOUND, skills: 2 }, true],
    ["as many faults and less in it", 2, faults(2), { ...FOUND, skills: 4 }, false],
    ["as many faults and as much in it", 2, faults(2), FOUND, true],
    ["none before it", 9, null, null, true],
  ])("a later one with %s is weighed against it", (_what, count, validationErrors, found, taken) => {
    const { change, surpassed } = keepBetter(answered(count), { validationErrors, found });
    expect(surpassed).toBe(!taken);
    if (!taken) expect(change).toEqual({});
    else expect(change).toMatchObject({ answerText: "later", validationErrors: faults(count), found: FOUND });
  });
});
