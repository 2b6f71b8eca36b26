import { afterEach } from "vitest";
import type { Settings } from "../src/env.ts";
import { type RunningSimulator, startSimulator } from "../src/start-simulator.ts";

const running: RunningSimulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

/** The companies of the three examples. */
export const RETAIL = "Almacenes Río Claro";
export const HOSPITAL = "Larkmoor Health Network";
export const LOGISTICS = "Northquay Logistics";

/** A simulator of the test's own on a free port, as fast as it can; it stops when the test ends. */
export async function openSimulator(settings: Partial<Settings> = {}): Promise<string> {
  const simulator = await startSimulator({
    port: 0,
    apiKey: null,
    answers: null,
    tokensPerSecond: 0,
    tokensPerChunk: 8,
    requestsKept: 100,
    ...settings,
  });
  running.push(simulator);
  return simulator.url;
}

interface Ask {
  readonly prompt?: string;
  readonly messages?: readonly { role: string; content: unknown }[];
  readonly headers?: Record<string, string>;
  /** More of the body. */
  readonly body?: Record<string, unknown>;
  readonly signal?: AbortSignal;
}

/** One request to the chat route, as a client without a library would send it. */
export function ask(
  url: string,
  { prompt = HOSPITAL, messages, headers, body, signal }: Ask = {},
): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({
      model: "any",
      messages: messages ?? [{ role: "user", content: prompt }],
      ...body,
    }),
    ...(signal ? { signal } : {}),
  });
}

interface Completion {
  readonly id: string;
  readonly object: string;
  readonly model: string;
  readonly choices: readonly {
    readonly message?: { readonly content: string };
    readonly delta?: { readonly role?: string; readonly content?: string };
    readonly finish_reason: string | null;
  }[];
  readonly usage?: { prompt_tokens: number; completion_tokens: number; total_tokens: number } | null;
}

/** The body of an answer that was not streamed. */
export async function completion(response: Response): Promise<Completion> {
  return (await response.json()) as Completion;
}

/** The text of an answer that was not streamed. */
export async function textOf(response: Response): Promise<string> {
  return (await completion(response)).choices[0]?.message?.content ?? "";
}

/** The `data:` of each event of a stream's text; an event that was cut is left out. */
function eventsIn(stream: string): string[] {
  return stream
    .split("\n\n")
    .slice(0, -1)
    .map((event) => event.replace(/^data: /, ""));
}

/** What a stream said: its chunks, their text joined, and whether it ended with `[DONE]`. */
export function readStream(stream: string) {
  const events = eventsIn(stream);
  const chunks = events.filter((event) => event !== "[DONE]").map((event) => JSON.parse(event) as Completion);
  return {
    chunks,
    text: chunks.map((chunk) => chunk.choices?.[0]?.delta?.content ?? "").join(""),
    finishReason: chunks.map((chunk) => chunk.choices?.[0]?.finish_reason).find(Boolean) ?? null,
    usage: chunks.at(-1)?.usage,
    done: events.at(-1) === "[DONE]",
  };
}

/** Posts JSON to an admin route. */
export function post(url: string, path: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(`${url}/simulator/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

/** A request for an answer with a fault, whole or streamed. */
export const withFault = (fault: string, prompt = HOSPITAL) => ({
  prompt,
  headers: { "x-simulator-fault": fault },
});
export const streamed = (fault: string, prompt = HOSPITAL) => ({
  ...withFault(fault, prompt),
  body: { stream: true },
});

/** All bytes that arrive until the end or the break, and whether it broke. */
export async function bytesOf(response: Response) {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of response.body ?? []) pieces.push(piece);
    return { bytes: Buffer.concat(pieces), broken: false };
  } catch {
    return { bytes: Buffer.concat(pieces), broken: true };
  }
}
