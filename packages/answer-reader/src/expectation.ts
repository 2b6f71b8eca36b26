/** What the grammar expects next. */
export type Expectation = "value" | "item" | "key" | "colon" | "after" | "done";

/** Where a member ended, and what follows it. */
export interface PassedMember {
  readonly valueEnd: number;
  /** The comma behind it, or -1. */
  readonly comma: number;
  /** Where its value began, if that is a string; or -1. */
  readonly textStart: number;
  /** Where reading goes on, and with what. */
  readonly next: number;
  readonly expected: Expectation;
}
