import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SCENARIO } from "../test/scenario-schema.ts";
import { readAnswer } from "./read-answer.ts";
import { stutterAt } from "./stutter.ts";

const TEXT = JSON.stringify({
  scenario_metadata: { name: "Hospitals", description: 'Año uno: crecer "con calma"' },
  capabilities: [
    {
      name: "Care",
      competencies: [{ name: "Nursing", skills: [{ name: "Triage" }, { name: "Wound care" }] }],
    },
  ],
  assumptions: ["Budgets grow as they did."],
});

/** The text as a stream that sends each of its pieces twice. */
function doubled(text: string, lengths: readonly number[]): string {
  const pieces: string[] = [];
  for (let at = 0, index = 0; at < text.length; index++) {
    const length = lengths[index % lengths.length] ?? 1;
    pieces.push(text.slice(at, at + length), text.slice(at, at + length));
    at += length;
  }
  return pieces.join("");
}

describe("a stream that sent each piece twice", () => {
  it("is refused as doubled, wherever its pieces begin and end", () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(lengths, fc.constantFrom("", "Here: ", "```json\n"), (pieces, before) => {
        const result = readAnswer(doubled(before + TEXT, pieces), SCENARIO);
        expect("refused" in result && result.reason).toBe("doubled");
      }),
    );
  });

  it("is told from one that is broken otherwise", () => {
    expect(stutterAt(TEXT.replaceAll('"', "'"), 0)).toBe(-1);
    expect(stutterAt(TEXT + TEXT, 0)).toBe(-1);
  });

  it("is told from brackets and spaces that repeat by nature", () => {
    expect(stutterAt("[".repeat(1_000), 0)).toBe(-1);
    expect(stutterAt(`{${" ".repeat(600)}`, 0)).toBe(-1);
  });
});
