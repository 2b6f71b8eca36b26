import { ROOT } from "@vivero/local-stack";
import { OperationError } from "../command/operation-error.ts";
import { runProgram } from "../command/run-program.ts";
import type { OperatorEnvironment } from "./env.ts";

/** The version of the code that runs. */
export interface Commit {
  /** Forty hex digits, or `unknown` outside a checkout. */
  readonly id: string;
  /** Whether files differ from that commit: what ran is then not what the commit holds. */
  readonly modified: boolean;
}

/** What `VIVERO_COMMIT` says (an image has no repository), else git. */
export async function readCommit(environment: OperatorEnvironment): Promise<Commit> {
  if (environment.VIVERO_COMMIT) return { id: environment.VIVERO_COMMIT, modified: false };
  const git = (parameters: string[]) =>
    runProgram("git", parameters, { environment: { PATH: environment.PATH }, directory: ROOT });
  try {
    const head = await git(["rev-parse", "HEAD"]);
    if (head.code !== 0) return { id: "unknown", modified: true };
    const status = await git(["status", "--porcelain"]);
    return { id: head.stdout.trim(), modified: status.code !== 0 || status.stdout.trim() !== "" };
  } catch (error) {
    // No git on this machine: nothing can be said of the version, and that is what is said.
    if (!(error instanceof OperationError)) throw error;
    return { id: "unknown", modified: true };
  }
}
