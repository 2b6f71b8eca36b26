import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { OperationError, reasonOf } from "./operation-error.ts";

/** How a program is run. */
export interface ProgramRun {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly directory?: string;
  /** `text` keeps what it prints to standard output, `nothing` throws it away, a path writes it to that new file. */
  readonly output?: "text" | "nothing" | { readonly file: string };
  /** Told each line that it prints, to either stream; empty ones left out. */
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** How it ended. */
export interface ProgramResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end, whatever its exit code.
 * @throws OperationError when it cannot be started
 */
export async function runProgram(
  file: string,
  parameters: readonly string[],
  run: ProgramRun,
): Promise<ProgramResult> {
  const { output = "text", onLine } = run;
  const child = spawn(file, parameters, {
    env: run.environment,
    ...(run.directory ? { cwd: run.directory } : {}),
    ...(run.signal ? { signal: run.signal } : {}),
    stdio: ["ignore", output === "nothing" ? "ignore" : "pipe", "pipe"],
    windowsHide: true,
  });
  let stdout = "";
  let stderr = "";
  const written =
    typeof output === "object"
      ? child.stdout?.pipe(createWriteStream(output.file, { flags: "wx", mode: 0o600 }))
      : undefined;
  if (output === "text")
    child.stdout?.setEncoding("utf8").on(
      "data",
      lineReader(onLine, (text) => (stdout += text)),
    );
  child.stderr?.setEncoding("utf8").on(
    "data",
    lineReader(onLine, (text) => (stderr += text)),
  );
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once("error", reject);
  child.once("close", resolve);
  try {
    const [code] = await Promise.all([promise, written ? finished(written) : undefined]);
    return { code, stdout, stderr };
  } catch (cause) {
    throw new OperationError(`${file} could not be run: ${reasonOf(cause)}.`, { cause });
  }
}

function lineReader(onLine: ((line: string) => void) | undefined, keep: (text: string) => void) {
  let rest = "";
  return (text: string) => {
    keep(text);
    if (!onLine) return;
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") onLine(line);
  };
}
