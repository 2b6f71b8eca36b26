import type { IncomingHttpHeaders } from "node:http";
import type { ChatMessage } from "../protocol/chat-request.ts";

/** How a request ended so far; `refused` is a status other than 200. */
type Outcome = "open" | "sent" | "refused" | "closed-by-client";

/** One request to `POST /v1/chat/completions`, as `GET /simulator/requests` tells it. */
export interface ReceivedRequest {
  /** Counts from 1 since the simulator started. */
  readonly number: number;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  /** Without values of those that hold secrets. */
  readonly headers: Readonly<Record<string, string>>;
  model: string | null;
  messages: readonly ChatMessage[];
  stream: boolean;
  maximumTokens: number | null;
  /** The body's `response_format`, as it came. */
  responseFormat: unknown;
  /** The name of the answer that was chosen, and by what rule. */
  answer: string | null;
  chosenBy: "header" | "company" | "hash" | null;
  /** Where in the answer it began: above 0 when it was asked to continue. UTF-16 units. */
  continuedFrom: number;
  fault: string | null;
  outcome: Outcome;
  status: number;
}

const SECRET = /authorization|api-?key|cookie|token|secret|password/i;

function withoutSecrets(headers: IncomingHttpHeaders): Record<string, string> {
  const shown = Object.entries(headers).map(([name, value]): [string, string] => [
    name,
    SECRET.test(name) ? "[hidden]" : String(value),
  ]);
  return Object.fromEntries(shown);
}

/** The last requests, so that a test can see what a client really sent. */
export class ReceivedRequests {
  readonly #kept: number;
  readonly #now: () => number;
  #count = 0;
  #requests: ReceivedRequest[] = [];

  /**
   * @param kept how many are kept.
   * @param now milliseconds since 1970.
   */
  constructor(kept: number, now: () => number) {
    this.#kept = kept;
    this.#now = now;
  }

  /** Notes a request as it arrives; what is learnt of it later is written into the entry. */
  add(headers: IncomingHttpHeaders): ReceivedRequest {
    this.#count += 1;
    const request: ReceivedRequest = {
      number: this.#count,
      receivedAt: new Date(this.#now()).toISOString(),
      headers: withoutSecrets(headers),
      model: null,
      messages: [],
      stream: false,
      maximumTokens: null,
      responseFormat: null,
      answer: null,
      chosenBy: null,
      continuedFrom: 0,
      fault: null,
      outcome: "open",
      status: 200,
    };
    this.#requests = [...this.#requests, request].slice(-this.#kept);
    return request;
  }

  /** Oldest first. */
  list(limit: number): ReceivedRequest[] {
    return this.#requests.slice(-limit);
  }
}
