import { DEFAULT_ANSWER_LIMITS } from "@vivero/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { invalidAnswer, validAnswer } from "../test/answers.ts";
import { faultExcerpts } from "./fault-excerpts.ts";
import { createAnswerJudge } from "./judge-answer.ts";

const judge = createAnswerJudge(DEFAULT_ANSWER_LIMITS);

describe("the parts of an answer that are at fault", () => {
  it("are its faulty entities, once each, without what hangs from them", () => {
    const text = JSON.stringify(invalidAnswer());
    expect(faultExcerpts(text, judge(text, "stop"))).toEqual([
      'capabilities[1]: {"name": "A capability without competencies", "importance": 9}',
      'capabilities[2]: {"competencies": [… 1]}',
    ]);
  });

  it("are the text around the place where it cannot be read", () => {
    const whole = JSON.stringify(validAnswer());
    const text = whole.slice(0, -40);
    const [excerpt = ""] = faultExcerpts(text, judge(text, "stop"));
    expect(excerpt.endsWith(text.slice(-100))).toBe(true);
    expect(excerpt.length).toBeLessThanOrEqual(602);
    expect(faultExcerpts(" ", judge(" ", "stop"))).toEqual([]);
  });

  it("stay within bounds, whatever the answer and the paths of its faults", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.string()), (value, paths) => {
        const errors = paths.map((path) => ({ path, message: "is wrong" }));
        const excerpts = faultExcerpts("", { readable: true, value, journal: [], errors });
        expect(excerpts.length).toBeLessThanOrEqual(10);
        expect(excerpts.every((excerpt) => excerpt.length <= 400)).toBe(true);
      }),
    );
  });
});
