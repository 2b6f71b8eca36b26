import { setTimeout as delay } from "node:timers/promises";
import type { Problem } from "@vivero/contracts";

/** The public HTTP API's refusal, as the caller sees it. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.detail}`);
    this.problem = problem;
  }
}

/** One person's way into the public HTTP API. */
export interface ApiClient {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown, headers?: Record<string, string>): Promise<T>;
  /** Any other method; undefined where the answer is empty. */
  send<T>(method: string, path: string, body?: unknown): Promise<T>;
}

const PREFIX = "/api/strategic-planning";

/** A client of the public HTTP API; what it refuses is thrown as an {@link ApiError}. */
export function createApiClient(gatewayUrl: string, token: string): ApiClient {
  async function call<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const response = await fetch(`${gatewayUrl}${PREFIX}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer: unknown = text === "" ? undefined : JSON.parse(text);
    if (!response.ok) throw new ApiError(answer as Problem);
    return answer as T;
  }
  return {
    get: (path) => call("GET", path),
    post: (path, body, headers) => call("POST", path, body, headers),
    send: (method, path, body) => call(method, path, body),
  };
}

/**
 * Asks again until the answer is what was waited for.
 * @throws Error that says what was waited for when it does not come within `timeoutMs`
 */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T>,
  isDone: (answer: T) => boolean,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (isDone(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs / 1_000} s in vain for ${what}.`);
    await delay(100);
  }
}
