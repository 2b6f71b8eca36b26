import { parseArgs } from "node:util";
import { readSettings } from "./env.ts";
import { startSimulator } from "./start-simulator.ts";

/** Starts the simulator, says its address in one JSON line, and stops on SIGINT or SIGTERM. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { answers: { type: "string" } } });
  const settings = readSettings();
  const simulator = await startSimulator({ ...settings, answers: values.answers ?? settings.answers });
  process.stdout.write(`${JSON.stringify({ message: "llm-simulator is ready", url: simulator.url })}\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void simulator.close());
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
