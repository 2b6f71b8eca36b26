import type { RedactionKind } from "./redaction-kind.ts";

/** Text that must not be stored: `start`..`end` in the input, and the `identity` by which two mentions of one value are known to be the same. */
export type Finding = { start: number; end: number; kind: RedactionKind; identity: string };

/**
 * Finds one family of sensitive values: findings in the order of the text, none overlapping another, in time linear in the text. `found` is
 * what surer detectors have found already, in order.
 */
export type Detector = (text: string, found: readonly Finding[]) => Finding[];

type Span = { start: number; end: number };

/**
 * Those of `candidates` that touch none of `taken`; both in the order of the text, without overlaps among themselves.
 * Linear in the sum of both.
 */
export function withoutOverlaps<Candidate extends Span>(
  taken: readonly Span[],
  candidates: readonly Candidate[],
): Candidate[] {
  let next = 0;
  return candidates.filter((candidate) => {
    let span = taken[next];
    while (span && span.end <= candidate.start) span = taken[++next];
    return !span || span.start >= candidate.end;
  });
}

/** Both lists as one, in the order of the text. Linear. */
export function mergeInOrder<Item extends Span>(left: readonly Item[], right: readonly Item[]): Item[] {
  const merged: Item[] = [];
  let leftNext = 0;
  let rightNext = 0;
  while (merged.length < left.length + right.length) {
    const leftItem = left[leftNext];
    const rightItem = right[rightNext];
    if (leftItem && (!rightItem || leftItem.start <= rightItem.start)) {
      merged.push(leftItem);
      leftNext++;
    } else if (rightItem) {
      merged.push(rightItem);
      rightNext++;
    }
  }
  return merged;
}
