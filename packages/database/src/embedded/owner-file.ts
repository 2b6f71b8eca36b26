import { readFile, writeFile } from "node:fs/promises";
import { identifyProcess } from "./process-identity.ts";

type Owner = { pid: number; startedAt: string };

/** Notes in `path` that this process is the one that started the server. */
export async function writeOwner(path: string): Promise<void> {
  const owner: Owner = { pid: process.pid, startedAt: identifyProcess(process.pid)?.startedAt ?? "" };
  await writeFile(path, `${JSON.stringify(owner)}\n`);
}

/** The id of the process noted in `path`, while it lives; undefined when it is gone or nothing readable is noted. */
export async function readLivingOwner(path: string): Promise<number | undefined> {
  const text = await readFile(path, "utf8").catch(() => "");
  const match = /"pid":(\d+),"startedAt":"([^"]*)"/.exec(text);
  if (!match) return undefined;
  const pid = Number(match[1]);
  return identifyProcess(pid)?.startedAt === match[2] ? pid : undefined;
}
