import { spawn } from "node:child_process";
import { once } from "node:events";
import { open } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import type { ServerAccount } from "./server-account.ts";

/**
 * Runs one of PostgreSQL's programs to its end. What it prints, and what a server that it leaves behind prints, is
 * appended to `logFile`: a pipe would tie the server's life to ours.
 *
 * @throws EmbeddedPostgresError `program_failed` with the output of this run when it exits with another code than 0
 */
export async function runProgram(
  program: string,
  programArguments: readonly string[],
  { account, logFile }: { account: ServerAccount; logFile: string },
): Promise<void> {
  const log = await open(logFile, "a+", 0o600);
  try {
    const { size: start } = await log.stat();
    const child = spawn(program, programArguments, {
      ...account,
      // The account may not be able to enter the directory that we were started in.
      cwd: dirname(logFile),
      detached: process.platform !== "win32",
      stdio: ["ignore", log.fd, log.fd],
      windowsHide: true,
    });
    const [code] = await once(child, "exit");
    if (code === 0) return;
    const { size: end } = await log.stat();
    const { buffer, bytesRead } = await log.read(Buffer.alloc(end - start), 0, end - start, start);
    const output = buffer.toString("utf8", 0, bytesRead).trim();
    throw new EmbeddedPostgresError("program_failed", `${basename(program)} exited with ${code}:\n${output}`);
  } finally {
    await log.close();
  }
}
