import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { areaUnderCurve } from "../../bench/area-under-curve.ts";
import { LABELLED_PAIRS } from "../../bench/labelled-pairs.ts";
import { nameSimilarity } from "./name-similarity.ts";
import { nameWords } from "./name-words.ts";
import { rankCandidates } from "./rank-candidates.ts";

const similarity = (one: string, other: string) => nameSimilarity(nameWords(one), nameWords(other));

describe("the similarity of names", () => {
  it("tells the same thing in other words from another thing in the same words", () => {
    const scored = LABELLED_PAIRS.map(([one, other, same]) => ({ score: similarity(one, other), same }));
    expect(areaUnderCurve(scored)).toBeGreaterThan(0.8);
  });

  it("is the whole for one name however it is accented, and the same both ways, between 0 and 1", () => {
    expect(similarity("Análisis de datos", "ANALISIS DE DATOS")).toBe(1);
    const text = fc.oneof(fc.string(), fc.constantFrom(...LABELLED_PAIRS.map(([one]) => one)));
    fc.assert(
      fc.property(text, text, (one, other) => {
        const there = similarity(one, other);
        expect(there).toBeGreaterThanOrEqual(0);
        expect(there).toBeLessThanOrEqual(1);
        expect(similarity(other, one)).toBeCloseTo(there, 12);
        expect(similarity(one, one)).toBe(1);
      }),
    );
  });

  it("forgives a typing error more than another word", () => {
    expect(similarity("anlisis de datos", "Análisis de datos")).toBeGreaterThan(0.8);
    expect(similarity("análisis de gatos marinos", "Análisis de datos")).toBeLessThan(0.5);
  });
});

describe("ranking candidates", () => {
  const named = (...names: string[]) => names.map((name, index) => ({ id: index + 1, name }));

  it("puts the best first, at most so many, and leaves the unlikely out", () => {
    const candidates = named("Python", "Analizar datos", "Análisis de datos", "Datos abiertos de salud");
    const ranked = rankCandidates("análisis de datos", candidates, { atLeast: 0.5, most: 2 });
    expect(ranked.map(({ name }) => name)).toEqual(["Análisis de datos", "Analizar datos"]);
    expect(ranked[0]).toMatchObject({ similarity: 1, ambiguous: false });
    expect(rankCandidates("Triage", candidates, { atLeast: 0.5, most: 3 })).toEqual([]);
  });

  it("marks those that fit about as well as the best one as ambiguous, beyond what is shown too", () => {
    const candidates = named("Negotiating contracts", "Contract negotiation", "Python");
    const [one, other] = rankCandidates("Negotiate contracts", candidates, { atLeast: 0.5, most: 3 });
    expect([one?.ambiguous, other?.ambiguous]).toEqual([true, true]);
    expect(rankCandidates("Negotiate contracts", candidates, { atLeast: 0.5, most: 1 })).toMatchObject([
      { ambiguous: true },
    ]);
    expect(rankCandidates("Python", candidates, { atLeast: 0.5, most: 3 })).toMatchObject([
      { ambiguous: false },
    ]);
  });
});

describe("the area under the curve", () => {
  it("is 1 for a score that parts them, 0.5 for one that does not, 0 for one upside down", () => {
    const scored = (...scores: [number, boolean][]) => scores.map(([score, same]) => ({ score, same }));
    expect(areaUnderCurve(scored([1, true], [0.5, true], [0.2, false]))).toBe(1);
    expect(areaUnderCurve(scored([1, true], [1, false], [1, true]))).toBe(0.5);
    expect(areaUnderCurve(scored([0, true], [1, false]))).toBe(0);
  });
});
