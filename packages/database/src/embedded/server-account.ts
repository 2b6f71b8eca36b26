import { execFile, spawnSync } from "node:child_process";
import { chown, readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";

/** The operating system account that PostgreSQL's programs run as. Empty: the account of this process. */
export type ServerAccount = { uid?: number; gid?: number };

const ACCOUNT_NAME = "postgres";
const MAKE_ACCOUNT = [
  "--system",
  "--user-group",
  "--no-create-home",
  "--shell",
  "/usr/sbin/nologin",
  ACCOUNT_NAME,
];
const ATTEMPTS = 50;
const PAUSE_MS = 100;

/**
 * PostgreSQL refuses to run as root, so root lends it the account `postgres`, which is made when it is absent.
 *
 * @throws EmbeddedPostgresError `program_failed` when the machine has no way to make one
 */
export async function findServerAccount(): Promise<ServerAccount> {
  if (process.getuid?.() !== 0) return {};
  for (let attempt = 1; ; attempt++) {
    const account = await readAccount();
    if (account) return account;
    try {
      await promisify(execFile)("useradd", MAKE_ACCOUNT);
    } catch (error) {
      if (isMissing(error)) {
        throw new EmbeddedPostgresError(
          "program_failed",
          `PostgreSQL does not run as root, and there is no useradd to make an account for it: make an account "${ACCOUNT_NAME}", or start as somebody else.`,
          { cause: error },
        );
      }
      // Somebody else may be making it at this moment: several test runs begin together on a fresh machine.
      if (attempt === ATTEMPTS) throw error;
      await delay(PAUSE_MS);
    }
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

async function readAccount(): Promise<ServerAccount | undefined> {
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n");
  const line = lines.find((candidate) => candidate.startsWith(`${ACCOUNT_NAME}:`));
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
