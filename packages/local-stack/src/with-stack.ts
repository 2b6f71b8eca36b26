import type { LocalEnvironment } from "./env.ts";
import { loadSecrets, type Secrets } from "./secrets.ts";
import { type StackProgress, startStack } from "./stack.ts";
import { readStackInfo, type StackInfo } from "./stack-file.ts";

async function isReady(stack: StackInfo): Promise<boolean> {
  try {
    return (await fetch(`${stack.gatewayUrl}/readyz`, { signal: AbortSignal.timeout(3_000) })).ok;
  } catch {
    // A stack that was killed leaves its file behind.
    return false;
  }
}

/** Works against the stack that runs in this home, or against one that is started for the work and stopped after it. */
export async function withStack<T>(
  environment: LocalEnvironment,
  progress: StackProgress,
  work: (stack: StackInfo, secrets: Secrets) => Promise<T>,
): Promise<T> {
  const running = await readStackInfo(environment.home);
  if (running && (await isReady(running))) return await work(running, await loadSecrets(environment.home));
  progress.note("No Vivero runs here; starting one for this command");
  const stack = await startStack({ environment, progress, web: false });
  try {
    return await work(stack.info(), stack.secrets);
  } finally {
    await stack.stop();
  }
}
