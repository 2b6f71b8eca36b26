import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { chown } from "node:fs/promises";

/** The operating system account that PostgreSQL's programs run as. Empty: the account of this process. */
export type ServerAccount = { uid?: number; gid?: number };

const ACCOUNT_NAME = "postgres";

/** PostgreSQL refuses to run as root, so root lends it the account `postgres`, which is made when it is absent. */
export function findServerAccount(): ServerAccount {
  if (process.getuid?.() !== 0) return {};
  const known = readAccount();
  if (known) return known;
  execFileSync("useradd", [
    "--system",
    "--user-group",
    "--no-create-home",
    "--shell",
    "/usr/sbin/nologin",
    ACCOUNT_NAME,
  ]);
  const made = readAccount();
  if (!made) throw new Error(`useradd made no account ${ACCOUNT_NAME}`);
  return made;
}

function readAccount(): ServerAccount | undefined {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((candidate) => candidate.startsWith(`${ACCOUNT_NAME}:`));
  if (!line) return undefined;
  const [, , uid, gid] = line.split(":");
  return { uid: Number(uid), gid: Number(gid) };
}

/** Whether the account can enter the directory, or run the file, at `path`. */
export function canReach(account: ServerAccount, path: string): boolean {
  if (account.uid === undefined) return true;
  return spawnSync("test", ["-x", path], { ...account, cwd: "/" }).status === 0;
}

/** Makes the account the owner of `path`; nothing to do when it is the account of this process. */
export async function giveTo(account: ServerAccount, path: string): Promise<void> {
  if (account.uid !== undefined && account.gid !== undefined) await chown(path, account.uid, account.gid);
}
