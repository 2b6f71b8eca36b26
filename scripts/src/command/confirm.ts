import { createInterface } from "node:readline/promises";
import { OperationError } from "./operation-error.ts";

/** Asks a person to type a word, and is true when that word was typed. */
export type Confirm = (question: string, expected: string) => Promise<boolean>;

/** Asks on the terminal. Without one the answer may come through a pipe; when there is none, it is no. */
export const confirmOnTerminal: Confirm = async (question, expected) => {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new AbortController();
  terminal.once("close", () => closed.abort());
  try {
    return (
      (
        await terminal.question(`${question}\nType ${expected} to go on: `, { signal: closed.signal })
      ).trim() === expected
    );
  } catch (error) {
    if (closed.signal.aborted) return false;
    throw error;
  } finally {
    terminal.close();
  }
};

/** @throws OperationError when the word was not typed */
export async function requireConfirmation(
  confirm: Confirm,
  question: string,
  expected: string,
): Promise<void> {
  if (await confirm(question, expected)) return;
  throw new OperationError(`Not confirmed: ${expected} was not typed. Nothing was changed.`);
}
