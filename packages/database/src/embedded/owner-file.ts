import { readFile, writeFile } from "node:fs/promises";
import { identifyProcess } from "./process-identity.ts";

/** The process that started a server last. */
export type ClusterOwner = { pid: number; alive: boolean };

/** Notes in `path` that this process is the one that started the server. */
export async function writeOwner(path: string): Promise<void> {
  const startedAt = identifyProcess(process.pid)?.startedAt ?? "";
  await writeFile(path, `${JSON.stringify({ pid: process.pid, startedAt })}\n`);
}

/** Reads what `writeOwner` noted; undefined when nothing is noted (or only half: a crash while it was written). */
export async function readOwner(path: string): Promise<ClusterOwner | undefined> {
  const text = await readFile(path, "utf8").catch(() => "");
  const match = /"pid":(\d+),"startedAt":"([^"]*)"/.exec(text);
  if (!match) return undefined;
  const pid = Number(match[1]);
  // The start time tells it from a later process that got the same id.
  return { pid, alive: identifyProcess(pid)?.startedAt === match[2] };
}
