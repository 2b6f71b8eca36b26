import { randomUUID } from "node:crypto";
import { countTokens } from "../delivery/tokens.ts";
import type { ChatMessage } from "./chat-request.ts";

/** What all parts of one completion carry. */
export interface CompletionIdentity {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly model: string;
}

/** `null` stands for a stream that ends without saying why. */
export type FinishReason = "stop" | "length" | null;

/** Token counts as OpenAI reports them. */
export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

/** What a conversation costs beside its text, after OpenAI's cookbook: 3 tokens a message and 3 to begin the answer. */
const TOKENS_A_MESSAGE = 3;
const TOKENS_TO_BEGIN = 3;

/** @param now milliseconds since 1970. */
export function newCompletion(model: string, now: number): CompletionIdentity {
  const id = `chatcmpl-${randomUUID().replaceAll("-", "")}`;
  return { id, created: Math.floor(now / 1000), model };
}

/** The usage of a conversation and of the tokens that were sent in answer; `countTokens` is the rule. */
export function usageOf(messages: readonly ChatMessage[], completionTokens: number): Usage {
  const promptTokens = messages.reduce(
    (sum, { role, text }) => sum + TOKENS_A_MESSAGE + countTokens(role) + countTokens(text),
    TOKENS_TO_BEGIN,
  );
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}

/** The body of an answer that is not streamed. */
export function completionBody(
  identity: CompletionIdentity,
  text: string,
  finishReason: FinishReason,
  usage: Usage,
): string {
  return JSON.stringify({
    id: identity.id,
    object: "chat.completion",
    created: identity.created,
    model: identity.model,
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: text, refusal: null },
        logprobs: null,
        finish_reason: finishReason,
      },
    ],
    usage,
  });
}

interface ChunkContent {
  /** The delta of the one choice; none in the chunk that holds the usage. */
  readonly delta?: { role?: "assistant"; content?: string };
  readonly finishReason?: FinishReason;
  /** Left out when the client did not ask for usage; `null` in all chunks but the last. */
  readonly usage?: Usage | null;
}

/** The JSON of one `chat.completion.chunk`. */
export function chunkBody(
  identity: CompletionIdentity,
  { delta, finishReason = null, usage }: ChunkContent,
): string {
  return JSON.stringify({
    id: identity.id,
    object: "chat.completion.chunk",
    created: identity.created,
    model: identity.model,
    choices: delta ? [{ index: 0, delta, logprobs: null, finish_reason: finishReason }] : [],
    ...(usage === undefined ? {} : { usage }),
  });
}
