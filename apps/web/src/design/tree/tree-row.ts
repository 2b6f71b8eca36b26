/** What a tree has to know of a row to draw it; the rest is the row's own. */
export interface TreeRow {
  readonly key: string;
  /** From 1 at the root. */
  readonly level: number;
  /** How many siblings there are, itself included, and which it is, from 1. */
  readonly setSize: number;
  readonly position: number;
  /** Absent for a row without children. */
  readonly expanded?: boolean | undefined;
}
