import type { IncomingMessage, ServerResponse } from "node:http";
import type { ReceivedRequest, ReceivedRequests } from "../admin/received-requests.ts";
import type { AnswerLibrary, Choice } from "../answers/answer-library.ts";
import type { Continuations } from "../answers/continuation.ts";
import { type Pace, planReply, type Reply } from "../delivery/plan-reply.ts";
import { sendReply } from "../delivery/send-reply.ts";
import { type Fault, FaultSyntaxError, parseFault } from "../faults/fault.ts";
import type { FaultQueue } from "../faults/fault-queue.ts";
import { type ChatMessage, type ChatRequest, readChatRequest } from "./chat-request.ts";
import { newCompletion, usageOf } from "./completion.ts";
import { invalidRequest, ProviderError } from "./provider-error.ts";
import { readJson } from "./read-json.ts";

/** All that a running simulator remembers, and its clock. */
export interface SimulatorParts {
  readonly answers: AnswerLibrary;
  readonly faults: FaultQueue;
  readonly requests: ReceivedRequests;
  readonly continuations: Continuations;
  readonly pace: Pace;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface Wire {
  readonly request: Request;
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

function chooseAnswer(
  answers: AnswerLibrary,
  header: string | null,
  messages: readonly ChatMessage[],
): Choice {
  if (header === null) return answers.forConversation(messages);
  const answer = answers.named(header);
  if (answer) return { answer, by: "header" };
  throw new ProviderError(404, `The simulator has no answer ${JSON.stringify(header)}.`, {
    type: "invalid_request_error",
    code: "answer_not_found",
  });
}

function faultOfHeader(header: string): Fault {
  try {
    return parseFault(header);
  } catch (error) {
    if (error instanceof FaultSyntaxError) throw invalidRequest(error.message, "x-simulator-fault");
    throw error;
  }
}

/** The header's fault, else the queue's, else the answer's own; `once` spares a conversation that asks again. */
function chooseFault(
  faults: FaultQueue,
  header: string | null,
  choice: Choice,
  messages: readonly ChatMessage[],
) {
  const conversation = messages.map(({ text }) => text).join("\n");
  const fault = header === null ? (faults.take(conversation) ?? choice.answer.fault) : faultOfHeader(header);
  const asksAgain =
    messages.filter(({ role }) => role === "user").length > 1 ||
    messages.some(({ role }) => role === "assistant");
  return fault?.once && asksAgain ? null : fault;
}

function noteCut(
  { continuations }: SimulatorParts,
  choice: Choice,
  from: number,
  reply: Reply,
  fault: Fault | null,
) {
  const early = reply.ending !== "stop";
  // A spoiled text is not the answer's: where it ended says nothing about the answer.
  const faithful =
    fault === null || ["truncated", "unfinished", "stalled", "disconnect", "slow"].includes(fault.name);
  if (!early) continuations.forget(choice.answer);
  else if (faithful) {
    continuations.remember(choice.answer, {
      at: from + reply.tokens.join("").length,
      continues: reply.continues,
    });
  }
}

function describe(entry: ReceivedRequest, request: ChatRequest): void {
  const { model, messages, stream, maximumTokens, responseFormat } = request;
  Object.assign(entry, { model, messages, stream, maximumTokens, responseFormat });
}

/**
 * Answers one `POST /v1/chat/completions` on the open connection.
 * @throws ProviderError before anything is sent, for a request or a fault that ends in another status than 200.
 */
export async function answerChat(
  parts: SimulatorParts,
  { request: raw, incoming, outgoing }: Wire,
): Promise<void> {
  const entry = parts.requests.add(incoming.headers);
  try {
    const request = readChatRequest(await readJson(raw));
    describe(entry, request);
    const choice = chooseAnswer(parts.answers, raw.headers.get("x-simulator-answer"), request.messages);
    entry.answer = choice.answer.name;
    entry.chosenBy = choice.by;
    const fault = chooseFault(parts.faults, raw.headers.get("x-simulator-fault"), choice, request.messages);
    entry.fault = fault?.name ?? null;
    const from = parts.continuations.startOf(choice.answer, request.messages);
    entry.continuedFrom = from;
    const reply = planReply(choice.answer.text.slice(from), fault, request.maximumTokens, parts.pace);
    if (reply.ending === "error-event" && !request.stream) {
      throw new ProviderError(500, "The server had an error while processing your request.", {
        type: "server_error",
      });
    }
    noteCut(parts, choice, from, reply, fault);
    const usage = usageOf(request.messages, reply.tokens.length);
    entry.outcome = await sendReply(
      outgoing,
      reply,
      request,
      newCompletion(request.model, parts.now()),
      usage,
    );
  } catch (error) {
    if (error instanceof ProviderError) {
      entry.outcome = "refused";
      entry.status = error.status;
    }
    throw error;
  }
}
