import type { Progress, Run } from "./run-batches.ts";

/** Counts what a run does and how fast. */
export type Meter = {
  add(batch: { rows: number; skipped: number; ms: number }): void;
  waits(reason: string | null): void;
};

/** The speed is that of the last seconds: what it was before a pause tells nothing of what comes. */
const SPEED_OVER_MS = 10_000;

export function startMeter(
  { activity, planned, done: doneBefore }: Run,
  onProgress: (progress: Progress) => void,
): Meter {
  let done = doneBefore;
  let skipped = 0;
  let waitingFor: string | null = null;
  let recent: { at: number; rows: number }[] = [];
  let since = performance.now();

  function tell(batch: Progress["batch"]): void {
    const now = performance.now();
    recent = recent.filter(({ at }) => now - at < SPEED_OVER_MS);
    const elapsed = Math.min(now - since, SPEED_OVER_MS) / 1_000;
    const rows = recent.reduce((sum, one) => sum + one.rows, 0);
    const rowsPerSecond = elapsed > 0 ? rows / elapsed : 0;
    onProgress({
      activity,
      planned,
      done,
      skipped,
      rowsPerSecond,
      etaSeconds: rowsPerSecond > 0 ? Math.max(0, planned - done) / rowsPerSecond : null,
      batch,
      waitingFor,
    });
  }

  return {
    add({ rows, skipped: left, ms }) {
      done += rows + left;
      skipped += left;
      recent.push({ at: performance.now(), rows });
      tell({ rows, ms });
    },
    waits(reason) {
      waitingFor = reason;
      if (reason === null) {
        recent = [];
        since = performance.now();
      }
      tell(null);
    },
  };
}
