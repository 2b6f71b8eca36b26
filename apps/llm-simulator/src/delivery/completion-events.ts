import type { ChatRequest } from "../protocol/chat-request.ts";
import { type CompletionIdentity, chunkBody, type Usage } from "../protocol/completion.ts";
import type { Reply } from "./plan-reply.ts";

/** One Server-Sent Event and how many of the answer's tokens have been sent once it is out. */
export interface CompletionEvent {
  readonly text: string;
  readonly tokensSent: number;
}

const event = (data: string) => `data: ${data}\n\n`;

/** The event by which a provider reports an error when the stream has already begun. */
export const ERROR_EVENT = event(
  JSON.stringify({
    error: {
      message: "The server had an error while processing your request.",
      type: "server_error",
      param: null,
      code: null,
    },
  }),
);

/**
 * The events of a streamed answer as OpenAI sends them: the role, the text in chunks, the finish reason, the usage
 * when it was asked for, `[DONE]`. A reply that ends improperly has no event after its text.
 */
export function* completionEvents(
  identity: CompletionIdentity,
  reply: Reply,
  request: Pick<ChatRequest, "includeUsage">,
  usage: Usage,
): Generator<CompletionEvent> {
  const noUsage = request.includeUsage ? { usage: null } : {};
  const chunk = (content: Parameters<typeof chunkBody>[1]) =>
    event(chunkBody(identity, { ...noUsage, ...content }));

  yield { text: chunk({ delta: { role: "assistant", content: "" } }), tokensSent: 0 };
  const step = reply.pace.tokensPerChunk;
  for (let from = 0; from < reply.tokens.length; from += step) {
    const content = reply.tokens.slice(from, from + step).join("");
    const tokensSent = Math.min(from + step, reply.tokens.length);
    yield { text: chunk({ delta: { content } }), tokensSent };
    if (reply.repeatedChunks) yield { text: chunk({ delta: { content } }), tokensSent };
  }
  if (reply.ending !== "stop" && reply.ending !== "length") return;
  const tokensSent = reply.tokens.length;
  yield { text: chunk({ delta: {}, finishReason: reply.ending }), tokensSent };
  if (request.includeUsage) yield { text: chunk({ usage }), tokensSent };
  yield { text: event("[DONE]"), tokensSent };
}
