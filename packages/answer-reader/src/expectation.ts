/** What the grammar expects next. */
export type Expectation = "value" | "item" | "key" | "colon" | "after" | "done";
