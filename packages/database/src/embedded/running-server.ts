import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { identifyProcess } from "./process-identity.ts";

/** A server that runs on a data directory, as its postmaster.pid tells. */
export type RunningServer = { pid: number; port: number };

// Above the highest id that Linux gives, 4,194,304 (proc(5), pid_max), and far above those of other systems.
const ID_OF_NO_PROCESS = 4_194_305;

/**
 * Finds the server that runs on `dataDirectory`; undefined when none does.
 *
 * After a crash postmaster.pid may name another program (ids are given again) or a process that is dead and not yet
 * buried by its parent: PostgreSQL would refuse to start. The id in it is then replaced; the file stays, because by the rest
 * of it PostgreSQL finds out whether sessions of the dead server still write.
 */
export async function findRunningServer(dataDirectory: string): Promise<RunningServer | undefined> {
  const pidFile = join(dataDirectory, "postmaster.pid");
  const text = await readFile(pidFile, "utf8").catch(() => "");
  // Lines: process id, data directory, start time, port, … (PostgreSQL 15 manual, section "Database File Layout").
  const [pidLine, ...rest] = text.split("\n");
  const pid = Number(pidLine);
  if (!Number.isInteger(pid) || pid <= 0 || pid === ID_OF_NO_PROCESS) return undefined;
  const identity = identifyProcess(pid);
  const isServer = identity && (identity.command === "" || identity.command.includes(dataDirectory));
  if (isServer) return { pid, port: Number(rest[2]) };
  await writeFile(pidFile, [ID_OF_NO_PROCESS, ...rest].join("\n"));
  return undefined;
}
