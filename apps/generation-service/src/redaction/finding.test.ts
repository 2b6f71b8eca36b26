import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeInOrder, withoutOverlaps } from "./finding.ts";

/** Spans in order that do not overlap, as detectors give them. */
const spans = fc.array(fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 5 })), { maxLength: 20 }).map((gaps) => {
  let position = 0;
  return gaps.map(([gap, length]) => {
    const start = position + gap;
    position = start + length;
    return { start, end: position };
  });
});

describe("combining findings", () => {
  it("keeps exactly the candidates that touch nothing taken", () => {
    fc.assert(
      fc.property(spans, spans, (taken, candidates) => {
        const free = candidates.filter((one) =>
          taken.every((other) => one.end <= other.start || other.end <= one.start),
        );
        expect(withoutOverlaps(taken, candidates)).toEqual(free);
      }),
    );
  });

  it("merges two lists in the order of the text", () => {
    fc.assert(
      fc.property(spans, spans, (left, right) => {
        const merged = mergeInOrder(left, right);
        expect(merged).toHaveLength(left.length + right.length);
        expect(merged).toEqual([...left, ...right].sort((one, other) => one.start - other.start));
      }),
    );
  });
});
