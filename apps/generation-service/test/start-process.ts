import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";

const MAIN = path.resolve(import.meta.dirname, "../src/main.ts");

/** The service in a process of its own, as operators run it. */
export interface ServiceProcess {
  readonly pid: number;
  readonly url: string;
  /** Sends a signal and waits for the end; gives the exit code, or null when a signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts `src/main.ts` with this environment and waits until it is ready. */
export async function startProcess(environment: Record<string, string>): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, ...environment, LOG_LEVEL: "info" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await readyUrl(child);
  if (child.pid === undefined) throw new Error("the service has no process id");
  return {
    pid: child.pid,
    url,
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const ended = once(child, "exit");
      child.kill(signal);
      const [code] = (await ended) as [number | null];
      return code;
    },
  };
}

async function readyUrl(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("the service has no output");
  for await (const line of createInterface(child.stdout)) {
    const entry = JSON.parse(line) as { msg: string; url?: string };
    if (entry.msg === "ready" && entry.url !== undefined) {
      child.stdout.resume();
      return entry.url;
    }
  }
  throw new Error(`the service ended before it was ready (${child.exitCode})`);
}
