import type { GenerationEvent } from "@vivero/contracts";
import type { Context } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import type { Services } from "./services.ts";

/** How long one question to generation-service waits for news; a comment keeps the connection alive after each. */
const WAIT_MS = 10_000;
/** What a browser waits before it connects again. */
const RECONNECT_MS = 1_000;

async function send(stream: SSEStreamingApi, events: readonly GenerationEvent[]): Promise<void> {
  for (const { id, type, data } of events) {
    await stream.writeSSE({ id, event: type, data: JSON.stringify(data), retry: RECONNECT_MS });
  }
}

/**
 * A generation's events as Server-Sent Events, after the `Last-Event-ID` that the reader saw; 204 when nothing can
 * follow, which tells a browser to stop. Nothing is remembered here, so that any replica can go on.
 * @throws ViveroError NOT_FOUND and the like, before the stream begins.
 */
export async function streamEvents(
  c: Context,
  id: number,
  generation: Services["generation"],
): Promise<Response> {
  const lastSeen = c.req.header("last-event-id") ?? null;
  const first = await generation.generations.follow.query({ id, after: lastSeen, waitMs: 0 });
  if (first.done && first.events.length === 0) return c.body(null, 204);
  return streamSSE(c, async (stream) => {
    await send(stream, first.events);
    let after = first.events.at(-1)?.id ?? lastSeen;
    let done = first.done;
    while (!done && !stream.aborted) {
      const news = await generation.generations.follow.query({ id, after, waitMs: WAIT_MS });
      if (news.events.length === 0) await stream.write(": waiting\n\n");
      await send(stream, news.events);
      after = news.events.at(-1)?.id ?? after;
      done = news.done;
    }
  });
}
