import { setTimeout as delay } from "node:timers/promises";
import { identifyProcess } from "@vivero/database/embedded";
import { StackError } from "../env.ts";
import type { StackInfo } from "../stack-file.ts";

/** Whether a recorded process still runs one of our programs, and is not a stranger with the same id. */
function isOurs(pid: number): boolean {
  return /\b(apps|packages)\/[\w-]+\/src\/[\w-]+\.ts\b|scripts\/\w+\.ts\b/.test(
    identifyProcess(pid)?.command ?? "",
  );
}

/**
 * Ends, by their ids, the programs that a killed supervisor left running.
 * @throws StackError when the supervisor itself still runs: two stacks cannot share one home
 */
export async function stopOrphans(last: StackInfo, log: (line: string) => void): Promise<void> {
  const { supervisor, ...programs } = last.pids;
  if (supervisor !== undefined && supervisor !== process.pid && isOurs(supervisor)) {
    throw new StackError(
      `Vivero runs already, at ${last.gatewayUrl} (process ${supervisor}). Stop that one first.`,
    );
  }
  for (const [name, pid] of Object.entries(programs)) {
    if (!isOurs(pid)) continue;
    log(`Stopping ${name}, which an earlier start left running (process ${pid})`);
    process.kill(pid, "SIGTERM");
    const deadline = Date.now() + 25_000;
    while (isOurs(pid) && Date.now() < deadline) await delay(50);
    if (isOurs(pid)) process.kill(pid, "SIGKILL");
  }
}
