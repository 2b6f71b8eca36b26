import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { validAnswer } from "../test/answers.ts";
import { endOfText, resumableParts } from "./resume-point.ts";

const TEXT = JSON.stringify(validAnswer('A "quoted", {bracketed} name \\'), null, 1);

describe("where an answer that was cut is gone on from", () => {
  it.each([
    ['{"a": "b, c', "{"],
    ['{"a": 12, "b": 1', '{"a": 12,'],
    ['{"a": ["x", {"b": "y\\", z"', '{"a": ["x", {'],
    ['Here it is, "as asked:\n```json\n{"a": tr', 'Here it is, "as asked:\n```json\n{'],
    ["no JSON yet, at all", ""],
  ])("%s is resumed behind %s", (text, kept) => {
    expect(resumableParts([text])).toEqual([kept]);
  });

  it("is behind a step and outside of any text, wherever the answer was cut", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: TEXT.length }), (cut) => {
        const [part = ""] = resumableParts([TEXT.slice(0, cut)]);
        expect(TEXT.startsWith(part)).toBe(true);
        expect(part).toMatch(/[,{[]$/);
        expect(endOfText(part)).toEqual({ inString: false, lastStep: part.length });
      }),
    );
  });

  it("goes on from part to part, and a part that brought no step adds nothing", () => {
    const first = '{"a": [1, 2';
    expect(resumableParts([first, " 2, 3, 4", ' 4, "text that was cu'])).toEqual([
      '{"a": [1,',
      " 2, 3,",
      " 4,",
    ]);
    expect(resumableParts([first, " 2"])).toEqual(['{"a": [1,', ""]);
  });
});
