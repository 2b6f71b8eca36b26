import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";

/** What a running stack tells other programs: `home/stack.json`, readable by this user only. */
export interface StackInfo {
  readonly gatewayUrl: string;
  readonly unleashUrl: string;
  /** Absent when another model than the simulator is used. */
  readonly simulatorUrl?: string;
  readonly databaseUrls: { admin: string; owner: string; generation: string; catalog: string };
  /** Ready-made bearer tokens of organization 1, and Unleash's admin API token. */
  readonly tokens: { api: string; unleashAdmin: string };
  /** `supervisor` is the process that runs the others. */
  readonly pids: Readonly<Record<string, number>>;
}

const fileIn = (home: string) => path.join(home, "stack.json");

/** Writes the file whole or not at all. */
export async function writeStackInfo(home: string, info: StackInfo): Promise<void> {
  const draft = `${fileIn(home)}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(info, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, fileIn(home));
}

/** What the last stack of this home wrote; undefined when none has run, or when it stopped in order. */
export async function readStackInfo(home: string): Promise<StackInfo | undefined> {
  try {
    return JSON.parse(await readFile(fileIn(home), "utf8")) as StackInfo;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
