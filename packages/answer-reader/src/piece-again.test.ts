import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SCENARIO } from "../test/scenario-schema.ts";
import { readAnswer } from "./read-answer.ts";

const SKILLS = [{ name: "Triage" }, { name: "Wound care" }];
const TEXT = JSON.stringify({
  scenario_metadata: { name: "Hospitals", description: "Year one: grow with calm, then faster." },
  capabilities: [{ name: "Care", competencies: [{ name: "Nursing", skills: SKILLS }] }],
});

/** The text with what stands from `start` to `end` sent twice. */
const again = (text: string, start: number, end: number) => text.slice(0, end) + text.slice(start);

/** The same, of the piece that `piece` is. */
const sentAgain = (piece: string) => again(TEXT, TEXT.indexOf(piece), TEXT.indexOf(piece) + piece.length);

describe("a stream that sent one of its pieces twice", () => {
  it.each([
    'data":{"name":"Hosp',
    '"description":"Year one: gr',
    'faster."},"capabilities',
    '"Care","competencies":[{"name":"Nursing","skills":[{"name":"Tri',
  ])("is refused as doubled where the text breaks at it: %s", (piece) => {
    const text = sentAgain(piece);
    expect(readAnswer(text, SCENARIO)).toMatchObject({
      refused: true,
      reason: "doubled",
      at: { offset: expect.closeTo(TEXT.indexOf(piece) + piece.length, -1) },
    });
  });

  it("is never read in silence as something else, unless the piece is a part of one text", () => {
    const place = fc.tuple(fc.integer({ min: 0, max: TEXT.length - 60 }), fc.integer({ min: 12, max: 60 }));
    fc.assert(
      fc.property(place, ([start, length]) => {
        const result = readAnswer(again(TEXT, start, start + length), SCENARIO);
        if ("refused" in result || /^[^"]*$/.test(TEXT.slice(start, start + length))) return;
        expect(result.journal.map(({ severity }) => severity)).not.toEqual([]);
      }),
    );
  });
});

describe("what repeats by nature", () => {
  it.each([
    [
      "rows with the same fault",
      '[{"name": "Ana", "level": },\n{"name": "Ana", "level": },\n{"name": "Ana", "level": }]',
    ],
    ["rows of bare words", "[{name: Ana Lopez, city: Paris}, {name: Ana Lopez, city: Paris}]"],
    ["inner quotes", '{"a": "say "done" and say "done" and go", "b": 1}'],
    ["brackets", `{"a": ${"[".repeat(40)}1${"]".repeat(41)}}`],
  ])("is read: %s", (_, text) => {
    expect(readAnswer(text, true)).toHaveProperty("value");
  });
});
