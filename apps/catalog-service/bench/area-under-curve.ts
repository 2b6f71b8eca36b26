/**
 * The area under the ROC curve: how often a pair that means the same scores above one that does not; a tie counts half.
 * (Mann and Whitney's U over the number of such couples.)
 */
export function areaUnderCurve(scored: readonly { score: number; same: boolean }[]): number {
  const sorted = scored.toSorted((one, other) => one.score - other.score);
  let [below, couples, same] = [0, 0, 0];
  for (let start = 0; start < sorted.length; ) {
    let end = start;
    while (end < sorted.length && sorted[end]?.score === sorted[start]?.score) end += 1;
    const tied = sorted.slice(start, end);
    const tiedSame = tied.filter((each) => each.same).length;
    const tiedOther = tied.length - tiedSame;
    couples += tiedSame * (below + tiedOther / 2);
    below += tiedOther;
    same += tiedSame;
    start = end;
  }
  return couples / (same * below);
}
