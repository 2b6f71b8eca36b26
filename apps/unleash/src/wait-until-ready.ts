import { setTimeout as pause } from "node:timers/promises";

const pauseMs = 500;

/**
 * Waits until the Unleash at `url` (with or without `/api`) answers that it is ready.
 *
 * @throws Error when it is not within `timeoutMs`, with what it answered last.
 */
export async function waitUntilReady(url: string, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  const address = `${url.replace(/(\/api)?\/*$/, "")}/health`;
  for (;;) {
    const state = await stateOf(address);
    if (state === "ready") {
      return;
    }
    if (Date.now() + pauseMs > deadline) {
      throw new Error(`Unleash at ${url} is not ready: ${state}`);
    }
    await pause(pauseMs);
  }
}

async function stateOf(address: string): Promise<string> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return response.ok ? "ready" : `it answers ${response.status}`;
  } catch (error) {
    const { message, cause } = error as Error;
    return cause instanceof Error ? cause.message : message;
  }
}
