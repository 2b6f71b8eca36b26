import type { Schema } from "../migrator/migration-files.ts";
import type { Key } from "./keys.ts";

/** What a plan is recorded as, when it is approved. */
export type RunScope = {
  readonly schema: Schema;
  readonly backfill: string;
  readonly run: number;
  readonly part: number;
};

/** Of each problem, this many rows are shown. */
export const SHOWN_PROBLEMS = 25;
export const SHOWN_SAMPLES = 10;

/** What a backfill would do to one table, counted exactly. */
export type PartPlan = {
  readonly table: string;
  /** All rows of the table. */
  readonly rows: number;
  /** Rows in which at least one column would be written. */
  readonly toWrite: number;
  /** Rows that have all they can have. */
  readonly complete: number;
  /** How many rows get each column. */
  readonly columns: Readonly<Record<string, number>>;
  /** Rows that are left alone, by the problem's code. */
  readonly problems: Readonly<Record<string, { rows: number; digest: string }>>;
  readonly remarks: Readonly<Record<string, number>>;
  /** Some of the rows with a problem, of each kind. */
  readonly problemRows: readonly ProblemRow[];
  /** Some of the rows to write, drawn without favour. */
  readonly samples: readonly SampleRow[];
  /** Over every row to write and every value that it would get. */
  readonly digest: string;
};

export type ProblemRow = Key & { readonly problem: string; readonly detail: unknown };

export type SampleRow = Key & {
  readonly values: readonly { readonly column: string; readonly before: unknown; readonly after: unknown }[];
};

/** What a backfill would do, and the hash by which it is approved. */
export type Plan = {
  readonly backfill: string;
  /** 16 hexadecimal digits: changes when the rows to write, their values, or the rows with problems do. */
  readonly hash: string;
  /** Over all tables: `rows`, `toFill`, `alreadyFilled`, and one for each label that the backfill declares. */
  readonly counts: Readonly<Record<string, number>>;
  readonly figures: Readonly<Record<string, number>>;
  /** About how long it will take, from earlier batches of this backfill or else from the benchmark. */
  readonly estimateSeconds: number;
  readonly parts: readonly PartPlan[];
};
