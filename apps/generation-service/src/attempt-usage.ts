import type { ModelMessage, ModelUsage } from "./model/language-model.ts";

/** Tokens of an attempt, and whether any of them are estimated. */
export type AttemptUsage = ModelUsage & { estimated: boolean };

/** What a token holds on average, by the rule of thumb of OpenAI's tokenizer for English; Spanish has a little less. */
const CHARACTERS_PER_TOKEN = 4;

/** No tokens: the provider turned the request away before a model saw it, or was not reached. */
export const UNSPENT: AttemptUsage = { inputTokens: null, outputTokens: null, estimated: false };

/** The tokens of a text by its length in UTF-16 units. */
export function estimateTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

/** The tokens of a conversation that is sent. */
export function estimateInput(messages: readonly ModelMessage[]): number {
  return estimateTokens(messages.reduce((sum, { content }) => sum + content.length, 0));
}

/** What the provider counted, and an estimate of what it did not. Pure. */
export function completeUsage(counted: ModelUsage, estimate: ModelUsage): AttemptUsage {
  return {
    inputTokens: counted.inputTokens ?? estimate.inputTokens,
    outputTokens: counted.outputTokens ?? estimate.outputTokens,
    estimated: counted.inputTokens === null || counted.outputTokens === null,
  };
}
