/** One message of the conversation with a model. */
export type ModelMessage = { role: "user" | "assistant"; content: string };

/** Tokens as the provider counted them; null where it did not say. */
export type ModelUsage = { inputTokens: number | null; outputTokens: number | null };

/** What comes from a model: pieces of text in order, and one end. */
export type ModelEvent =
  | { type: "text"; text: string }
  | {
      type: "end";
      /** `stop`, or `length` for an answer that was cut, or what else the provider calls it. */
      finishReason: string;
      usage: ModelUsage;
      /** The model's name as the provider gives it back. */
      modelVersion: string;
    };

/** What a model is asked for: the whole document, or the rest of one that was cut. */
export type AskForm = "document" | "rest";

/** A language model that answers in pieces. */
export interface LanguageModel {
  /** The name that it is asked by. */
  readonly name: string;
  /**
   * Asks once, without trying again.
   * @param form `document` holds the model to the answer's schema; `rest` does not, since the end of a document is none
   * @throws ModelError when the provider refuses, breaks off or takes too long; the signal's reason when it aborts.
   */
  ask(messages: readonly ModelMessage[], signal: AbortSignal, form?: AskForm): AsyncIterable<ModelEvent>;
}
