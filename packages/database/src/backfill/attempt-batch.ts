import { setTimeout as delay } from "node:timers/promises";
import { BackfillError } from "./backfill-error.ts";
import { RowsChangedError } from "./batch.ts";
import type { Pace } from "./pace.ts";

/** What became of one claim. */
export type Attempted<T> =
  | { readonly kind: "done"; readonly result: T }
  /** Too much or too contended at once: to be tried in smaller pieces. */
  | { readonly kind: "too-large" }
  /** An operator ended or stopped the run meanwhile. */
  | { readonly kind: "given-up" };

export type Attempts<T> = {
  /** One transaction; it is taken back whole when it throws. With `patient`, without a limit of time. */
  readonly write: (limits: { patient: boolean }) => Promise<T>;
  /** Marks rows that cannot be written as planned, and tells how many. */
  readonly skipChanged: () => Promise<number>;
  /** Waits while the run is paused; false when it is not to go on. */
  readonly mayTryAgain: () => Promise<boolean>;
  /** How many rows it is about, at the moment. */
  readonly rows: () => number;
};

const TRIES_TOGETHER = 3;
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Tries a batch until it is written, or until smaller pieces promise more. Rows that somebody holds are waited for with
 * growing, jittered pauses, so that two that met once do not meet again.
 *
 * @throws BackfillError `stuck` when a single row cannot be written; any error that trying again does not help
 */
export async function attemptBatch<T>(attempts: Attempts<T>, pace: Pace): Promise<Attempted<T>> {
  let patient = false;
  for (let attempt = 1; ; attempt++) {
    try {
      return { kind: "done", result: await attempts.write({ patient }) };
    } catch (error) {
      const alone = attempts.rows() <= 1;
      switch (classify(error)) {
        case "changed":
          if ((await attempts.skipChanged()) > 0) continue;
          if (alone) throw error;
          return { kind: "too-large" };
        case "slow":
          if (!alone) return { kind: "too-large" };
          if (patient) throw stuck(error, attempt);
          // One row that takes longer than a batch may: there is nothing left to halve.
          patient = true;
          continue;
        case "contended":
          if (!alone && attempt >= TRIES_TOGETHER) return { kind: "too-large" };
          if (attempt >= pace.tries) throw stuck(error, attempt);
          await delay(
            Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS) * (0.5 + Math.random()),
          );
          if (!(await attempts.mayTryAgain())) return { kind: "given-up" };
          continue;
        case "fatal":
          throw error;
      }
    }
  }
}

function stuck(error: unknown, attempts: number): BackfillError {
  return new BackfillError(
    "stuck",
    `A row could not be written in ${attempts} attempts: ${reasonOf(error)}. When it is free, apply again.`,
    { cause: error },
  );
}

type Trouble = "changed" | "slow" | "contended" | "fatal";

/** By PostgreSQL's error codes (appendix A of its manual). */
const TROUBLE_BY_CODE: Readonly<Record<string, Trouble>> = {
  "23505": "changed", // unique_violation: another row has taken the value
  "23503": "changed", // foreign_key_violation: the source is gone
  "57014": "slow", // query_canceled: statement_timeout
  "55P03": "contended", // lock_not_available: lock_timeout
  "40P01": "contended", // deadlock_detected
  "40001": "contended", // serialization_failure
};

function classify(error: unknown): Trouble {
  if (error instanceof RowsChangedError) return "changed";
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return TROUBLE_BY_CODE[code] ?? "fatal";
}

/** An error's own sentence: knex puts the whole statement in front of it, of no use to an operator. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0)
    return error.errors.map(reasonOf).join("; ");
  const message = error instanceof Error ? error.message : String(error);
  const end = message.lastIndexOf(" - ");
  return error instanceof Error && "severity" in error && end !== -1 ? message.slice(end + 3) : message;
}
