/** Where something stands in the text: `offset` in UTF-16 units from 0, `line` and `column` from 1. */
export interface TextPosition {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/**
 * How far a liberty goes. `cosmetic`: only the wrapping or punctuation differs. `structural`: the same content in
 * another shape. `risky`: something may be lost or was guessed; `strict` reading refuses these.
 */
export type Severity = "cosmetic" | "structural" | "risky";

/** Every kind of liberty the reader can take, with its severity. What each means is in the package's README. */
export const SEVERITIES = {
  byte_order_mark_removed: "cosmetic",
  prose_ignored: "cosmetic",
  thinking_ignored: "cosmetic",
  fence_removed: "cosmetic",
  comment_removed: "cosmetic",
  whitespace_replaced: "cosmetic",
  comma_added: "cosmetic",
  comma_removed: "cosmetic",
  colon_added: "cosmetic",
  quotes_replaced: "cosmetic",
  key_quoted: "cosmetic",
  escape_mended: "cosmetic",
  number_mended: "cosmetic",
  literal_mended: "cosmetic",
  strings_joined: "cosmetic",
  text_quoted: "structural",
  bracket_added: "structural",
  bracket_removed: "structural",
  bracket_replaced: "structural",
  call_removed: "structural",
  escaped_text_read: "structural",
  embedded_json_read: "structural",
  wrapper_removed: "structural",
  key_renamed: "structural",
  key_moved: "structural",
  extra_kept_aside: "structural",
  null_omitted: "structural",
  list_made: "structural",
  list_opened: "structural",
  object_made: "structural",
  object_opened: "structural",
  number_read: "structural",
  text_made: "structural",
  boolean_read: "structural",
  enum_matched: "structural",
  reference_attached: "structural",
  value_missing: "risky",
  not_a_number: "risky",
  number_guessed: "risky",
  number_rounded: "risky",
  escape_guessed: "risky",
  duplicate_key: "risky",
  key_missing: "risky",
  quote_escaped: "risky",
  quote_added: "risky",
  bracket_guessed: "risky",
  early_close_ignored: "risky",
  slot_removed: "risky",
  ellipsis_removed: "risky",
  stray_text_ignored: "risky",
  list_brackets_added: "risky",
  text_taken_whole: "risky",
  value_found_in_text: "risky",
  candidate_chosen: "risky",
  value_kept_aside: "risky",
  reference_unresolved: "risky",
} as const satisfies Record<string, Severity>;

export type JournalKind = keyof typeof SEVERITIES;

/** The kinds of which broken answers have the most. */
export type CosmeticKind = {
  [Kind in JournalKind]: (typeof SEVERITIES)[Kind] extends "cosmetic" ? Kind : never;
}[JournalKind];

/** One liberty that the reader took with the text. */
export interface JournalEntry {
  readonly at: TextPosition;
  /** Where in the value it counts: `capabilities[0].competencies[2].name`; empty for the whole. */
  readonly path: string;
  readonly kind: JournalKind;
  /** The source text that was changed: exactly what stands at `at.offset`; empty for an insertion. */
  readonly before: string;
  /** The JSON text that counts in its place; empty when nothing does. */
  readonly after: string;
  readonly severity: Severity;
}
