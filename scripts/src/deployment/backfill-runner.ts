import { ROOT } from "@vivero/local-stack";
import { OperationError } from "../command/operation-error.ts";
import { type ProgramResult, runProgram } from "../command/run-program.ts";
import { inheritedEnvironment } from "../installation/env.ts";

/** What the backfill would do, as `backfill plan --json` tells it. */
export interface BackfillPlan {
  readonly hash: string;
  /** By label: `rows`, `toFill`, `alreadyFilled` and what else the backfill counts. */
  readonly counts: Readonly<Record<string, number>>;
  readonly estimateSeconds: number;
}

/** The backfill of accepted prompts, as a deployment drives it. */
export interface BackfillRunner {
  plan(): Promise<BackfillPlan>;
  /** Applies the plan of that hash, or goes on with it. */
  apply(hash: string, onLine: (line: string) => void): Promise<void>;
  /** Compares every row with its source; throws with the differences. */
  verify(onLine: (line: string) => void): Promise<void>;
}

/** The operators' own command, run as they run it: what a deployment does can be repeated by hand. */
export function backfillCommand(ownerUrl: string, operator: string): BackfillRunner {
  const run = (parameters: readonly string[], onLine?: (line: string) => void): Promise<ProgramResult> =>
    runProgram(
      process.platform === "win32" ? "npm.cmd" : "npm",
      ["run", "--silent", "backfill", "--workspace=@vivero/generation-service", "--", ...parameters],
      {
        directory: ROOT,
        environment: { ...inheritedEnvironment, MIGRATION_DATABASE_URL: ownerUrl },
        ...(onLine ? { onLine } : {}),
      },
    );
  const succeed = ({ code, stdout, stderr }: ProgramResult, what: string): string => {
    if (code === 0) return stdout;
    throw new OperationError(
      `backfill ${what} failed (exit code ${code}): ${(stderr.trim() || stdout.trim()).slice(-2_000)}`,
    );
  };
  return {
    plan: async () => {
      const text = succeed(await run(["plan", "--json"]), "plan");
      const plan = JSON.parse(text) as BackfillPlan;
      if (typeof plan.hash === "string") return plan;
      throw new OperationError(`backfill plan --json gave no hash: ${text.slice(0, 200)}`);
    },
    apply: async (hash, onLine) =>
      void succeed(await run(["apply", "--plan", hash, "--by", operator], onLine), "apply"),
    verify: async (onLine) => void succeed(await run(["verify"], onLine), "verify"),
  };
}
