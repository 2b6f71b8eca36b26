import type { Progress } from "../backfill/run-batches.ts";
import { formatSeconds } from "./backfill-report.ts";

/** Where progress goes: a terminal, or anything else. */
export type ProgressStream = { write(text: string): unknown; isTTY?: boolean | undefined; columns?: number };

export type ProgressDisplay = {
  show(progress: Progress): void;
  /** Leaves the terminal as a next line needs it; otherwise writes what was last shown and not yet written. */
  end(): void;
};

const BAR_EVERY_MS = 100;
const LINE_EVERY_MS = 1_000;
const ERASE_LINE = "\r\u001b[2K";

/** A bar on a terminal, else a JSON line: now and then, and whenever the runner begins or ends to wait. */
export function displayProgress(
  stream: ProgressStream,
  { lines = stream.isTTY !== true }: { lines?: boolean } = {},
): ProgressDisplay {
  const everyMs = lines ? LINE_EVERY_MS : BAR_EVERY_MS;
  let shownAt = Number.NEGATIVE_INFINITY;
  let waitingFor: string | null = null;
  let held: Progress | undefined;
  const write = (progress: Progress) => {
    stream.write(
      lines ? `${progressLine(progress)}\n` : `${ERASE_LINE}${bar(progress, stream.columns ?? 80)}`,
    );
    shownAt = performance.now();
    waitingFor = progress.waitingFor;
    held = undefined;
  };
  return {
    show(progress) {
      if (progress.waitingFor !== waitingFor || performance.now() - shownAt >= everyMs) write(progress);
      else held = progress;
    },
    end() {
      if (held !== undefined) write(held);
      if (!lines && shownAt !== Number.NEGATIVE_INFINITY) stream.write("\n");
    },
  };
}

function progressLine(progress: Progress): string {
  return JSON.stringify({
    event: "progress",
    at: new Date().toISOString(),
    ...progress,
    rowsPerSecond: Math.round(progress.rowsPerSecond),
    etaSeconds: progress.etaSeconds === null ? null : Math.round(progress.etaSeconds),
    batch: progress.batch && { ...progress.batch, ms: Math.round(progress.batch.ms) },
  });
}

function bar({ planned, done, rowsPerSecond, etaSeconds, waitingFor }: Progress, columns: number): string {
  const share = planned === 0 ? 1 : done / planned;
  const pace =
    waitingFor === null
      ? `${Math.round(rowsPerSecond).toLocaleString("en")} rows/s${etaSeconds === null ? "" : `, ${formatSeconds(etaSeconds)} left`}`
      : `waiting: ${waitingFor}`;
  const facts = ` ${Math.floor(share * 100)}% ${done.toLocaleString("en")}/${planned.toLocaleString("en")} ${pace}`;
  const width = Math.max(10, Math.min(40, columns - facts.length - 3));
  const full = Math.floor(share * width);
  return `[${"█".repeat(full)}${"░".repeat(width - full)}]${facts}`.slice(0, columns - 1);
}
