import { ConfigurationError } from "./environment.ts";
import { createLogger, type Logger } from "./log.ts";

/** Exit codes of a service: 0 stopped in order, 1 failed, 2 its settings do not hold. */
const EXIT = { ok: 0, failed: 1, configuration: 2 } as const;
const STOP_DEADLINE_MS = 20_000;

/**
 * Runs a process from start to signal: SIGTERM and SIGINT close it in order within 20 s; a setting that does not hold
 * ends it with one sentence; anything that nobody caught is logged and ends it, so that its supervisor starts it anew.
 * With `--help` it only prints `help`.
 */
export async function runService(
  service: string,
  start: (log: Logger) => Promise<{ close(): Promise<void> }>,
  help: string,
): Promise<void> {
  if (process.argv.includes("--help")) {
    process.stdout.write(help);
    return;
  }
  const log = createLogger({ service });
  const fail = (error: unknown): void => {
    if (error instanceof ConfigurationError) {
      process.stderr.write(`${error.message}\n`);
      process.exit(EXIT.configuration);
    }
    log.fatal({ err: error }, "stopped by an error");
    process.exit(EXIT.failed);
  };
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
  let running: { close(): Promise<void> };
  try {
    running = await start(log);
  } catch (error) {
    return fail(error);
  }
  let stopping = false;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "stopping");
    setTimeout(() => fail(new Error(`did not stop within ${STOP_DEADLINE_MS} ms`)), STOP_DEADLINE_MS).unref();
    await running.close();
    log.info("stopped");
    process.exit(EXIT.ok);
  };
  process.on("SIGTERM", (signal) => void stop(signal).catch(fail));
  process.on("SIGINT", (signal) => void stop(signal).catch(fail));
}
