import type { Schema } from "../migrator/migration-files.ts";

/**
 * A backfill: which rows of which tables, which columns, from where. One file of an app declares one; the engine does the rest.
 *
 * All names and SQL in it are constants of ours. `target` is the row that is written, `work` its entry in the approved plan.
 * SQL must not use PostgreSQL's operator `?` (the driver takes it for a parameter): there is `jsonb_exists`.
 */
export type Backfill = {
  /** As `data_backfills` has it, like `accepted-prompt`. */
  readonly name: string;
  /** Whose `data_backfills` and audit chains it uses. */
  readonly schema: Schema;
  /** One for each table that it writes, done in this order. */
  readonly parts: readonly BackfillPart[];
  /** Rows that are counted and left alone: what a problem's code means, in a sentence for the operator. */
  readonly problems: Readonly<Record<string, string>>;
  /** Figures that an operator compares with others: by label, SQL that gives one number. */
  readonly figures: Readonly<Record<string, string>>;
  /** A value as an operator may see it, shortened and without secrets; default: its JSON, shortened. */
  readonly show?: (column: string, value: unknown) => string;
};

export type BackfillPart = CopiedPart | ComputedPart;

/** Types that the engine can hash. */
export type ColumnType = "text" | "bigint" | "boolean" | "jsonb";

/** Columns that are empty and get what another row of the same database holds, by SQL alone: no value passes through us. */
export type CopiedPart = {
  readonly kind: "copied";
  /** With its schema; its primary key is (organization_id, id). */
  readonly table: string;
  /**
   * Query that gives each row of the table once: `organization_id`, `id`, `source_id`, and where nothing may be written, `problem`
   * (a code) and `detail` (jsonb).
   */
  readonly standing: string;
  /** The table that values come from, keyed the same way, and the name that SQL calls its row by. */
  readonly source: { readonly table: string; readonly alias: string };
  readonly columns: Readonly<Record<string, CopiedColumn>>;
  /** Further counts over all rows: by label, a condition over `target` and the source. */
  readonly remarks: Readonly<Record<string, string>>;
  /** What is written into each source that was used. */
  readonly note: SourceNote;
  /** Condition over `target` and `work`: a row that was planned cannot be written any more. */
  readonly inTheWay: string;
  /** Condition over `target` and the source: the row says of itself that it is copied from there, whoever copied it. */
  readonly claimsSource: string;
};

export type CopiedColumn = {
  readonly type: ColumnType;
  /** SQL over the source's row. */
  readonly value: string;
  /** The label that rows which get this column are counted under. */
  readonly countedAs?: string;
};

export type SourceNote = {
  readonly column: string;
  /** SQL for the column's new value, over the source's row, `work` and `:note` (jsonb). */
  readonly value: string;
  /** What `:note` is. */
  readonly entry: (context: NoteContext) => object;
  /** Condition over the source and `target`: the note of an `apply` is there. */
  readonly present: string;
};

export type NoteContext = {
  readonly backfill: string;
  readonly activity: Activity;
  readonly run: number;
  readonly userId: number;
  readonly requestId: string;
  readonly at: Date;
};

export type Activity = "apply" | "undo";

/** Columns that are recomputed from others of the same row, by TypeScript; the values before are kept for an undo. */
export type ComputedPart = {
  readonly kind: "computed";
  /** With its schema; its primary key is (organization_id, id). */
  readonly table: string;
  /** The columns that it computes from, of type text. */
  readonly reads: readonly string[];
  /** The columns that it writes, of type text. */
  readonly writes: readonly string[];
  /** Begins a look at the whole table; what it gives is called with one page after the other, in order of organization and id. */
  readonly startProposing: () => Propose;
  /** Condition over `target` and `work`: a row that was planned cannot be written any more. */
  readonly inTheWay: string;
};

/** What each of these rows should hold, in their order; `query` reads the database as the plan sees it. */
export type Propose = (rows: readonly ReadRow[], query: Query) => Promise<readonly Proposal[]>;

export type ReadRow = {
  readonly organizationId: number;
  readonly id: number;
  /** Of `reads` and `writes`. */
  readonly values: Readonly<Record<string, string | null>>;
};

/** New values of `writes`; equal ones mean that there is nothing to do. */
export type Proposal =
  | { readonly values: Readonly<Record<string, string | null>> }
  | { readonly problem: string; readonly detail: object };

export type Query = (sql: string, bindings: Readonly<Record<string, unknown>>) => Promise<unknown[]>;

/** The names of the columns that a part writes, in the order of its digests. */
export function columnNames(part: BackfillPart): readonly string[] {
  return part.kind === "copied" ? Object.keys(part.columns) : part.writes;
}

/** The parts of a backfill that does nothing but copy; undefined for any other. */
export function allCopied({ parts }: Pick<Backfill, "parts">): readonly CopiedPart[] | undefined {
  const copied = parts.filter((part) => part.kind === "copied");
  return copied.length === parts.length ? copied : undefined;
}
