/** How many rows the next batch takes, so that it lasts about as long as it should. */
export type BatchSize = {
  rows(): number;
  /** A batch of `rows` rows took `durationMs`. */
  learn(rows: number, durationMs: number): void;
};

/** A single batch says little on a busy machine: the cost of a row is a moving average. */
const WEIGHT_OF_THE_LATEST = 0.3;
/** Up carefully, down at once. */
const FASTEST_GROWTH = 1.5;
/** Many rows tell more about the cost of one than few do. */
const TELLING_ROWS = 20;

export function adaptBatchSize({
  targetMs,
  firstRows,
  mostRows,
}: {
  targetMs: number;
  firstRows: number;
  mostRows: number;
}): BatchSize {
  let rows = Math.min(firstRows, mostRows);
  let rowMs: number | undefined;
  return {
    rows: () => rows,
    learn(done, durationMs) {
      if (done === 0 || (done < TELLING_ROWS && done < rows)) return;
      const latest = durationMs / done;
      rowMs = rowMs === undefined ? latest : rowMs + WEIGHT_OF_THE_LATEST * (latest - rowMs);
      const ideal = Math.floor(targetMs / Math.max(rowMs, latest / 2));
      rows = Math.max(1, Math.min(ideal, Math.ceil(rows * FASTEST_GROWTH), mostRows));
    },
  };
}
