/** How long a batch took: all of it, and the part that grows with its rows. */
export type BatchDuration = { readonly totalMs: number; readonly writingMs: number };

/** How many rows the next batch takes, so that it lasts about as long as it should. */
export type BatchSize = {
  rows(): number;
  /** A batch of `rows` rows took so long. */
  learn(rows: number, duration: BatchDuration): void;
};

/** A single batch says little on a busy machine: the cost of a row is a moving average. */
const WEIGHT_OF_THE_LATEST = 0.3;
/** Up carefully, down at once. */
const FASTEST_GROWTH = 1.5;
/** Rows get at least this share of the target: where all else takes longer, fewer rows would only mean more batches. */
const LEAST_SHARE_OF_ROWS = 0.5;

/** Begins with `firstRows` rows, and stays between one and `mostRows`. */
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
    learn(done, { totalMs, writingMs }) {
      // The last batch of all, or a piece of one that was given back, tells little of a full one.
      if (done < rows / 2) return;
      const latest = writingMs / done;
      rowMs = rowMs === undefined ? latest : rowMs + WEIGHT_OF_THE_LATEST * (latest - rowMs);
      const budgetMs = Math.max(targetMs * LEAST_SHARE_OF_ROWS, targetMs - (totalMs - writingMs));
      const ideal = Math.floor(budgetMs / Math.max(rowMs, latest / 2));
      rows = Math.max(1, Math.min(ideal, Math.ceil(rows * FASTEST_GROWTH), mostRows));
    },
  };
}
