import { OperationError, reasonOf } from "../command/operation-error.ts";

/** One step of a deployment or runbook, as it went. */
export interface StepRecord {
  readonly id: string;
  readonly title: string;
  readonly result: "done" | "skipped" | "failed";
  readonly startedAt: string;
  readonly seconds: number;
  /** What it printed. */
  readonly lines: readonly string[];
  /** Why it failed. */
  readonly problem?: string;
}

/** A step that is not due says so by throwing this: it is recorded as skipped, with the reason. */
export class StepSkipped extends Error {
  override readonly name = "StepSkipped";
}

/**
 * Runs a step and records it, whatever becomes of it.
 * @param work told a function that notes a line
 */
export async function recordStep(
  step: { id: string; title: string },
  work: (note: (line: string) => void) => Promise<void>,
  onLine: (line: string) => void = () => undefined,
): Promise<{ record: StepRecord; error?: OperationError }> {
  const startedAt = new Date();
  const begun = performance.now();
  const lines: string[] = [];
  const note = (line: string) => {
    lines.push(line);
    onLine(line);
  };
  const finish = (result: StepRecord["result"], problem?: string): StepRecord => ({
    ...step,
    result,
    startedAt: startedAt.toISOString(),
    seconds: Math.round(performance.now() - begun) / 1_000,
    lines,
    ...(problem === undefined ? {} : { problem }),
  });
  try {
    await work(note);
    return { record: finish("done") };
  } catch (error) {
    if (error instanceof StepSkipped) {
      note(error.message);
      return { record: finish("skipped") };
    }
    const known =
      error instanceof OperationError ? error : new OperationError(reasonOf(error), { cause: error });
    return { record: finish("failed", known.message), error: known };
  }
}
