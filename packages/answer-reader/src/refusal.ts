import type { TextPosition } from "./journal.ts";
import type { JsonValue } from "./json.ts";
import { LinePositions } from "./line-positions.ts";

/** Why an answer is not read. The list is closed; each has its sentence in {@link refuse}. */
export type RefusalReason =
  | "empty"
  | "no_json"
  | "truncated"
  | "doubled"
  | "ambiguous"
  | "required_value_vanished"
  | "wrong_document"
  | "too_large"
  | "too_damaged"
  | "risky"
  | "unusable_schema";

/** The answer is not read, why, and where in the text that shows. */
export interface Refusal {
  readonly refused: true;
  readonly reason: RefusalReason;
  /** One English sentence for the people who plan with the answer. */
  readonly message: string;
  readonly at: TextPosition;
  /** What could be read up to there, for display only. */
  readonly partial?: JsonValue;
}

const MESSAGES: { readonly [reason in RefusalReason]: string } = {
  empty: "The model's answer is empty.",
  no_json: "The model's answer is prose: there is no JSON in it.",
  truncated: "The model's answer breaks off before its end.",
  doubled:
    "The model's answer holds the same document twice, begins again in its middle, or repeats a piece of itself.",
  ambiguous: "The model's answer holds several documents that fit equally well.",
  required_value_vanished: "A value that the answer must have was lost",
  wrong_document: "The model's answer is JSON, but not the document that was asked for.",
  too_large: "The model's answer is larger than may be read.",
  too_damaged: "The model's answer is too damaged to be read.",
  risky: "Reading the model's answer would take a guess, which strict reading does not allow",
  unusable_schema: "The schema that the answer should fit cannot be used",
};

/**
 * @param text the text that `offset` is in.
 * @param detail added to the reason's sentence.
 */
export function refuse(
  text: string,
  reason: RefusalReason,
  offset: number,
  detail: { readonly partial?: JsonValue | undefined; readonly about?: string } = {},
): Refusal {
  const sentence = MESSAGES[reason];
  return {
    refused: true,
    reason,
    message:
      detail.about === undefined ? ended(sentence) : `${sentence.replace(/\.$/, "")}: ${ended(detail.about)}`,
    at: new LinePositions(text).at(Math.min(offset, text.length)),
    ...(detail.partial === undefined ? {} : { partial: detail.partial }),
  };
}

function ended(sentence: string): string {
  return sentence.endsWith(".") ? sentence : `${sentence}.`;
}
