import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { StackError } from "../env.ts";

/** What to run and how to know that it is ready. */
export interface ProgramOptions {
  readonly name: string;
  /** A TypeScript file that Node.js runs. */
  readonly script: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Answers 200 once the program is ready. */
  readonly readyUrl: string;
  /** Takes what the program prints. */
  readonly logFile: string;
  readonly readyTimeoutMs?: number;
  /** Told when the program ended by itself, and when it runs again. */
  readonly onChange?: (line: string) => void;
}

/** A program that is kept running until it is told to stop. */
export interface SupervisedProcess {
  readonly name: string;
  /** Undefined while it does not run. */
  pid(): number | undefined;
  /** Starts it and waits until it is ready. It throws a StackError with the end of its log when it is not in time. */
  start(): Promise<void>;
  /** SIGTERM, and SIGKILL after 25 s. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would; it is started anew unless it was stopped. */
  kill(signal: NodeJS.Signals): void;
}

/** A first start on a slow or busy machine takes its time; a program that ends is noticed at once. */
const READY_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 25_000;
const POLL_MS = 50;
const LONGEST_RESTART_MS = 10_000;

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    // Not listening yet: what we wait for.
    return false;
  }
}

function endOfLog(file: string): string {
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-15).join("\n");
}

/** Prepares a program; nothing runs before `start()`. */
export function superviseProcess(options: ProgramOptions): SupervisedProcess {
  const { name, logFile, onChange = () => undefined } = options;
  let child: ChildProcess | undefined;
  let wanted = false;
  let failures = 0;

  function launch(): ChildProcess {
    const log = openSync(logFile, "a", 0o600);
    // A group of its own: Ctrl-C reaches the supervisor only, which stops its programs in order.
    const launched = spawn(process.execPath, [options.script], {
      env: options.environment,
      stdio: ["ignore", log, log],
      detached: true,
    });
    closeSync(log);
    launched.once("exit", (code, signal) => {
      if (child === launched) child = undefined;
      if (wanted) void restart(signal ?? `code ${code}`);
    });
    child = launched;
    return launched;
  }

  async function restart(reason: string): Promise<void> {
    const waitMs = Math.min(LONGEST_RESTART_MS, 250 * 2 ** failures++);
    onChange(`${name} ended (${reason}); starting it again in ${waitMs} ms`);
    await delay(waitMs);
    if (!wanted) return;
    const launched = launch();
    if (await becomesReady(launched)) {
      failures = 0;
      onChange(`${name} runs again`);
    }
  }

  async function becomesReady(launched: ChildProcess): Promise<boolean> {
    const deadline = Date.now() + (options.readyTimeoutMs ?? READY_TIMEOUT_MS);
    while (Date.now() < deadline && launched.exitCode === null && launched.signalCode === null) {
      if (await answers(options.readyUrl)) return true;
      await delay(POLL_MS);
    }
    return false;
  }

  return {
    name,
    pid: () => child?.pid,
    start: async () => {
      const launched = launch();
      const ready = await becomesReady(launched);
      if (!ready) {
        await endProcess(launched);
        throw new StackError(`${name} did not become ready. The end of ${logFile}:\n${endOfLog(logFile)}`);
      }
      wanted = true;
      if (launched.exitCode !== null) void restart(`code ${launched.exitCode}`);
    },
    stop: async () => {
      wanted = false;
      if (child) await endProcess(child);
    },
    kill: (signal) => void child?.kill(signal),
  };
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  child.once("exit", () => resolve());
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(force);
}
