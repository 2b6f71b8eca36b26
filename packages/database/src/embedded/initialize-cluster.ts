import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import type { Cluster } from "./cluster.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { runProgram } from "./run-program.ts";
import { giveTo } from "./server-account.ts";

export const SUPERUSER = "postgres";

/**
 * Makes the data directory at the first start, and returns the superuser's password.
 *
 * initdb works in a directory of another name, which gets its own name only when it is whole: a first start that is
 * killed half way is simply done again.
 *
 * @throws EmbeddedPostgresError `program_failed` when initdb fails, or when there are data but no password
 */
export async function initializeCluster(
  { files, binaries, account }: Cluster,
  { ephemeral, log }: { ephemeral: boolean; log: (line: string) => void },
): Promise<string> {
  const known = await readPassword(files.password);
  if (existsSync(files.data)) {
    if (known !== undefined) return known;
    throw new EmbeddedPostgresError(
      "program_failed",
      `The data in ${files.data} are there, but the superuser's password is not in ${files.password}: put the file back, or move the data away to begin anew.`,
    );
  }

  log(`Making the data directory ${files.data}`);
  const password = known ?? randomBytes(24).toString("hex");
  await writeFile(files.password, `${password}\n`, { mode: 0o600 });
  await giveTo(account, files.password);
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

async function readPassword(path: string): Promise<string | undefined> {
  if (!existsSync(path)) return undefined;
  const password = (await readFile(path, "utf8")).trim();
  return password === "" ? undefined : password;
}
