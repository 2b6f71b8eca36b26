import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import type { ChatRequest } from "../protocol/chat-request.ts";
import { type CompletionIdentity, completionBody, type Usage } from "../protocol/completion.ts";
import { byteWriter } from "./bytes.ts";
import { completionEvents, ERROR_EVENT } from "./completion-events.ts";
import type { Pace, Reply } from "./plan-reply.ts";

/** How a response went: as planned, or the client hung up first. */
export type Delivery = "sent" | "closed-by-client";

const STREAM_HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache",
  connection: "keep-alive",
};

const MOMENT_TO_READ_MS = 50;

/** Milliseconds after the start when this many tokens are due. */
function dueAfter(tokens: number, pace: Pace): number {
  return pace.firstTokenMs + (pace.tokensPerSecond > 0 ? (tokens / pace.tokensPerSecond) * 1000 : 0);
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

/**
 * Sends a planned reply over an open response, streamed or whole, and ends it as planned.
 * The socket is written to directly: the improper endings (a stall, a broken connection, bytes cut anywhere) have no
 * form in a web Response.
 */
export async function sendReply(
  outgoing: ServerResponse,
  reply: Reply,
  request: Pick<ChatRequest, "stream" | "includeUsage">,
  identity: CompletionIdentity,
  usage: Usage,
): Promise<Delivery> {
  const gone = new AbortController();
  outgoing.once("close", () => gone.abort());
  try {
    if (request.stream) await sendStream(outgoing, reply, request, identity, usage, gone.signal);
    else await sendWhole(outgoing, reply, identity, usage, gone.signal);
  } catch (error) {
    if (!isAbort(error)) throw error;
    return "closed-by-client";
  }
  return "sent";
}

/** Writes each piece as an HTTP chunk of its own. */
async function write(outgoing: ServerResponse, pieces: Buffer[], signal: AbortSignal): Promise<void> {
  for (const piece of pieces) {
    signal.throwIfAborted();
    if (!outgoing.write(piece)) await once(outgoing, "drain", { signal });
    // Pieces written in one turn of the event loop leave as one packet, and the client would read them as one.
    if (pieces.length > 1) await nextTurn();
  }
}

async function sendStream(
  outgoing: ServerResponse,
  reply: Reply,
  request: Pick<ChatRequest, "includeUsage">,
  identity: CompletionIdentity,
  usage: Usage,
  signal: AbortSignal,
): Promise<void> {
  outgoing.writeHead(200, STREAM_HEADERS);
  outgoing.flushHeaders();
  const started = performance.now();
  const bytes = byteWriter(reply.splitBytes);
  for (const event of completionEvents(identity, reply, request, usage)) {
    const wait =
      event.tokensSent === 0 ? 0 : started + dueAfter(event.tokensSent, reply.pace) - performance.now();
    if (wait >= 1) await delay(wait, undefined, { signal });
    await write(outgoing, bytes.write(event.text), signal);
  }
  if (reply.ending === "error-event") await write(outgoing, bytes.write(ERROR_EVENT), signal);
  await write(outgoing, bytes.flush(), signal);
  await end(outgoing, reply, signal);
}

async function sendWhole(
  outgoing: ServerResponse,
  reply: Reply,
  identity: CompletionIdentity,
  usage: Usage,
  signal: AbortSignal,
): Promise<void> {
  const wait = dueAfter(reply.tokens.length, reply.pace);
  if (wait >= 1) await delay(wait, undefined, { signal });
  if (reply.ending === "stall") return end(outgoing, reply, signal);
  const finishReason = reply.ending === "stop" || reply.ending === "length" ? reply.ending : null;
  const body = completionBody(identity, reply.tokens.join(""), finishReason, usage);
  outgoing.writeHead(200, { "content-type": "application/json" });
  const bytes = byteWriter(reply.splitBytes);
  const sent = reply.ending === "disconnect" ? body.slice(0, Math.floor(body.length / 2)) : body;
  await write(outgoing, [...bytes.write(sent), ...bytes.flush()], signal);
  await end(outgoing, reply, signal);
}

async function end(outgoing: ServerResponse, reply: Reply, signal: AbortSignal): Promise<void> {
  if (reply.ending === "stall") {
    // The client must be the one that gives up; the stall ends when it hangs up or the simulator stops.
    if (!signal.aborted) await once(signal, "abort");
    return signal.throwIfAborted();
  }
  if (reply.ending === "disconnect") {
    // A client throws away what it has not read when the connection breaks: give it a moment to read.
    await delay(MOMENT_TO_READ_MS, undefined, { signal });
    outgoing.socket?.destroySoon();
    return;
  }
  outgoing.end();
}
