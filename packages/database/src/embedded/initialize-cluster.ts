import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import type { Binaries } from "./binaries.ts";
import type { ClusterFiles } from "./cluster-files.ts";
import { runProgram } from "./run-program.ts";
import { giveTo, type ServerAccount } from "./server-account.ts";

export const SUPERUSER = "postgres";

/**
 * Makes the data directory at the first start, and returns the superuser's password.
 *
 * initdb works in a directory of another name, which gets its own name only when it is whole: a first start that is
 * killed half way is simply done again.
 */
export async function initializeCluster(
  files: ClusterFiles,
  { binaries, account, ephemeral }: { binaries: Binaries; account: ServerAccount; ephemeral: boolean },
): Promise<string> {
  const password = await keepPassword(files, account);
  if (existsSync(files.data)) return password;

  const unfinished = `${files.data}.initializing`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await giveTo(account, unfinished);
  const options = [
    `--pgdata=${unfinished}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${files.password}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // Sorting by code point is the same on every machine; the character classes (lower, trigrams) must know Unicode.
    "--locale=C",
    ...characterTypeOption(),
    ephemeral ? "--no-sync" : "--data-checksums",
  ];
  await runProgram(binaries.initdb, options, { account, logFile: files.log });
  await rename(unfinished, files.data);
  return password;
}

function characterTypeOption(): string[] {
  if (process.platform === "linux") return ["--lc-ctype=C.UTF-8"];
  if (process.platform === "darwin") return ["--lc-ctype=UTF-8"];
  return [];
}

async function keepPassword(files: ClusterFiles, account: ServerAccount): Promise<string> {
  if (existsSync(files.password)) return (await readFile(files.password, "utf8")).trim();
  const password = randomBytes(24).toString("hex");
  await writeFile(files.password, `${password}\n`, { mode: 0o600 });
  await giveTo(account, files.password);
  return password;
}
