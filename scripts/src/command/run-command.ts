import type { Command } from "commander";
import { OperationError } from "./operation-error.ts";

/** Exit codes of the operators' commands. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const;

export const EXIT_CODES =
  "\nExit codes: 0 done, 1 refused or failed (the reason and how to go on are printed), 2 wrong usage.";

/**
 * Runs a command line to its end and sets the exit code: what is refused is printed as sentences, with what to do next; what
 * nobody foresaw keeps its stack.
 */
export async function runCommand(program: Command): Promise<void> {
  try {
    await program
      .exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage))
      .parseAsync();
  } catch (error) {
    process.exitCode = EXIT.failed;
    if (!(error instanceof OperationError)) throw error;
    process.stderr.write(`${error.message}\n${error.next.map((line) => `  -> ${line}\n`).join("")}`);
  }
}
