import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** Runs a program to its end. @returns its exit code (null when it was killed) and all that it wrote */
export async function runToEnd(
  program: string,
  parameters: readonly string[],
  directory: string,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(program, parameters, { cwd: directory, stdio: ["ignore", "pipe", "pipe"] });
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number | null]>,
  ]);
  return { code, output: `${output}${errors}` };
}
