import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { identifyProcess } from "./process-identity.ts";

/** A server that runs on a data directory, as its postmaster.pid tells. */
export type RunningServer = { pid: number; port: number };

/**
 * Finds the server that runs on `dataDirectory`; undefined when none does.
 *
 * A postmaster.pid whose process is another program by now (ids are given again after a crash) is removed: PostgreSQL
 * would refuse to start because of it.
 */
export async function findRunningServer(dataDirectory: string): Promise<RunningServer | undefined> {
  const pidFile = join(dataDirectory, "postmaster.pid");
  const text = await readFile(pidFile, "utf8").catch(() => "");
  // Lines: process id, data directory, start time, port, … (PostgreSQL 15 manual, section "Database File Layout").
  const [pidLine, , , portLine] = text.split("\n");
  const pid = Number(pidLine);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  const identity = identifyProcess(pid);
  if (!identity) return undefined;
  if (identity.command !== "" && !identity.command.includes(dataDirectory)) {
    await rm(pidFile, { force: true });
    return undefined;
  }
  return { pid, port: Number(portLine) };
}
