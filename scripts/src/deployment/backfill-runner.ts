import path from "node:path";
import { ROOT } from "@vivero/local-stack";
import { OperationError } from "../command/operation-error.ts";
import { runProgram } from "../command/run-program.ts";
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

const COMMAND = path.join(ROOT, "apps/generation-service/src/backfills/main.ts");

/** What `npm run backfill` runs, as a program of its own: what a deployment does can be repeated by hand. */
export function backfillCommand(ownerUrl: string, operator: string): BackfillRunner {
  const run = async (parameters: readonly string[], onLine?: (line: string) => void): Promise<string> => {
    const { code, stdout, stderr } = await runProgram(process.execPath, [COMMAND, ...parameters], {
      environment: { ...inheritedEnvironment, MIGRATION_DATABASE_URL: ownerUrl },
      ...(onLine ? { onLine } : {}),
    });
    if (code === 0) return stdout;
    const said = (stderr.trim() || stdout.trim()).slice(-2_000);
    throw new OperationError(`backfill ${parameters[0]} failed (exit code ${code}): ${said}`);
  };
  return {
    plan: async () => {
      const text = await run(["plan", "--json"]);
      const plan = JSON.parse(text) as BackfillPlan;
      if (typeof plan.hash === "string") return plan;
      throw new OperationError(`backfill plan --json gave no hash: ${text.slice(0, 200)}`);
    },
    apply: async (hash, onLine) => void (await run(["apply", "--plan", hash, "--by", operator], onLine)),
    verify: async (onLine) => void (await run(["verify"], onLine)),
  };
}
