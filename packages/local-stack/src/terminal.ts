import type { StackProgress } from "./stack.ts";

/** Prints a line for each step when it ends, with its time; to standard error, which leaves standard output to results. */
export function terminalProgress(
  write: (text: string) => void = (text) => void process.stderr.write(text),
): StackProgress {
  return {
    step: async (title, work) => {
      const from = performance.now();
      try {
        const result = await work();
        write(`  ✓ ${title} (${((performance.now() - from) / 1_000).toFixed(1)} s)\n`);
        return result;
      } catch (error) {
        write(`  ✗ ${title}\n`);
        throw error;
      }
    },
    note: (line) => write(`  · ${line}\n`),
  };
}
