import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { chmod, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeCluster } from "../embedded/cluster.ts";
import { identifyProcess } from "../embedded/process-identity.ts";
import { startEmbeddedPostgres } from "../embedded/start-embedded-postgres.ts";
import { provision } from "../provision/provision.ts";
import type { RolePasswords } from "../provision/roles.ts";
import {
  cloneDatabase,
  PROVISIONED_TEMPLATE,
  type TestDatabase,
  type TestDatabaseOptions,
} from "./clone-database.ts";
import { removeOrphans, TEST_DIRECTORY_PREFIX } from "./orphans.ts";

/** What a test worker must know of the run's PostgreSQL; plain data, so that it can be handed to another process. */
export type TestClusterAddress = { adminUrl: string; passwords: RolePasswords };

export type TestCluster = {
  address: TestClusterAddress;
  createDatabase(options?: TestDatabaseOptions): Promise<TestDatabase>;
  /** Stops the server and deletes its files. */
  stop(): Promise<void>;
};

/**
 * Starts a PostgreSQL of its own in the temporary directory, with roles and an empty template database. For what runs
 * outside vitest (a benchmark); a test suite gets its database from `createTestDatabase`.
 */
export async function startTestCluster(): Promise<TestCluster> {
  await removeOrphans();
  const dataDirectory = await mkdtemp(join(tmpdir(), TEST_DIRECTORY_PREFIX));
  // mkdtemp makes it 0700, which PostgreSQL's own account could not enter.
  await chmod(dataDirectory, 0o755);
  const stopAtExit = stopWithThisProcess(dataDirectory);
  const server = await startEmbeddedPostgres({ dataDirectory, port: 0, ephemeral: true });
  const passwords = randomPasswords();
  await provision({ adminUrl: server.url, databaseName: PROVISIONED_TEMPLATE, passwords });
  const address = { adminUrl: server.url, passwords };
  return {
    address,
    createDatabase: (options) => cloneDatabase(address, options),
    async stop() {
      process.off("exit", stopAtExit);
      await removeCluster(dataDirectory);
    },
  };
}

/** vitest leaves on SIGINT and SIGTERM without its teardown. The files stay until the next run finds them. */
function stopWithThisProcess(dataDirectory: string): () => void {
  const stop = () => {
    const pidFile = join(dataDirectory, "data", "postmaster.pid");
    const pid = existsSync(pidFile) ? Number.parseInt(readFileSync(pidFile, "utf8"), 10) : 0;
    if (pid > 0 && identifyProcess(pid)?.command.includes(dataDirectory)) process.kill(pid, "SIGQUIT");
  };
  process.once("exit", stop);
  return stop;
}

function randomPasswords(): RolePasswords {
  const password = () => randomBytes(12).toString("hex");
  return {
    vivero_owner: password(),
    generation_service: password(),
    catalog_service: password(),
    unleash: password(),
  };
}
