import { createContext, Script } from "node:vm";

const script = new Script("work()");
const context: { work: () => void } = { work: () => {} };
createContext(context);

/** Does the work on this very thread, and stops it after `ms` milliseconds. @returns whether it was done by then. */
export function doneWithin(ms: number, work: () => void): boolean {
  context.work = work;
  try {
    script.runInContext(context, { timeout: ms });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return false;
    throw error;
  }
}
