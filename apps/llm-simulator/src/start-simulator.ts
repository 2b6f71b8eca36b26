import { once } from "node:events";
import { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { ReceivedRequests } from "./admin/received-requests.ts";
import { AnswerLibrary } from "./answers/answer-library.ts";
import { Continuations } from "./answers/continuation.ts";
import { loadAnswers, loadExamples } from "./answers/load-answers.ts";
import { createApp } from "./app.ts";
import type { Settings } from "./env.ts";
import { FaultQueue } from "./faults/fault-queue.ts";

/** A simulator that accepts requests. */
export interface RunningSimulator {
  /** `http://127.0.0.1:PORT`, without a path; models are under `/v1`. */
  readonly url: string;
  /** Stops at once; open answers are cut. */
  close(): Promise<void>;
}

/** Only this machine may reach it: it speaks for a model and can be told to say anything. */
const HOST = "127.0.0.1";

/**
 * Loads the answers and listens.
 * @throws Error with one sentence when the answers cannot be loaded or the port is taken.
 */
export async function startSimulator(settings: Settings): Promise<RunningSimulator> {
  const now = Date.now;
  const parts = {
    answers: new AnswerLibrary(
      settings.answers === null ? await loadExamples() : await loadAnswers(settings.answers),
    ),
    faults: new FaultQueue(),
    requests: new ReceivedRequests(settings.requestsKept, now),
    continuations: new Continuations(),
    pace: {
      tokensPerSecond: settings.tokensPerSecond,
      tokensPerChunk: settings.tokensPerChunk,
      firstTokenMs: 0,
    },
    now,
  };
  const server = createAdaptorServer({ fetch: createApp(parts, settings.apiKey).fetch, hostname: HOST });
  if (!(server instanceof Server)) throw new Error("The simulator needs an HTTP/1.1 server.");
  server.listen(settings.port, HOST);
  try {
    await once(server, "listening");
  } catch (cause) {
    throw new Error(`The simulator cannot listen on port ${settings.port} of ${HOST}: ${String(cause)}.`, {
      cause,
    });
  }
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : settings.port;
  return {
    url: `http://${HOST}:${port}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
