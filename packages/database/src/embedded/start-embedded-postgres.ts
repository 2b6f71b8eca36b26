import { type Binaries, findBinaries } from "./binaries.ts";
import { type ClusterFiles, clusterFiles, prepareClusterFiles } from "./cluster-files.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { findFreePort, portTaken, requireFreePort } from "./free-port.ts";
import { initializeCluster, SUPERUSER } from "./initialize-cluster.ts";
import { readLivingOwner, writeOwner } from "./owner-file.ts";
import { runProgram } from "./run-program.ts";
import { findRunningServer } from "./running-server.ts";
import { findServerAccount, type ServerAccount } from "./server-account.ts";
import { serverAnswers } from "./server-answers.ts";
import { serverSettings } from "./server-settings.ts";

export type EmbeddedPostgresOptions = {
  /** Holds the data, the superuser's password and the server's log; made when absent. */
  dataDirectory: string;
  /** Of 127.0.0.1; 0 takes any free one. */
  port: number;
  /** Told, a line at a time, what takes long or goes another way than usual. */
  log?: (line: string) => void;
  /** For tests only: a crash of the machine may lose the data (no fsync), in return everything is faster. */
  ephemeral?: boolean;
};

export type EmbeddedPostgres = {
  /** The superuser's URL, for the database `postgres`. */
  url: string;
  port: number;
  /** Ends the sessions, writes everything to disk and stops the server. Again: does nothing. */
  stop(): Promise<void>;
};

type Programs = { binaries: Binaries; account: ServerAccount };

/**
 * Starts the PostgreSQL that comes with npm; at the first start it makes the data directory.
 *
 * The server is a process of its own: it outlives ours when that is killed. The next start takes such an orphan over,
 * or stops it when it listens on another port.
 *
 * @throws EmbeddedPostgresError `port_taken`, `data_directory_in_use` (by another living process of ours),
 *   `unsupported_platform`, or `program_failed` with what PostgreSQL said
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDirectory, log = () => {}, ephemeral = false } = options;
  const account = findServerAccount();
  const binaries = await findBinaries(account, log);
  const files = await prepareClusterFiles(dataDirectory, account, log);
  await claim(files);
  const password = await initializeCluster(files, { binaries, account, ephemeral });
  const port = options.port === 0 ? await findFreePort() : options.port;
  const url = `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`;

  const orphan = await findRunningServer(files.data);
  if (orphan?.port === port && (await serverAnswers(url))) {
    log(`Taking over the PostgreSQL that an earlier start left running (process ${orphan.pid})`);
  } else {
    if (orphan) await stopServer(files, { binaries, account });
    await requireFreePort(port);
    await startServer(files, { binaries, account, port, ephemeral });
  }
  return { url, port, stop: () => stopServer(files, { binaries, account }) };
}

/**
 * Stops the server whose data lie in `dataDirectory`, whoever started it; does nothing when none runs.
 */
export async function stopEmbeddedPostgres(dataDirectory: string): Promise<void> {
  const account = findServerAccount();
  const binaries = await findBinaries(account, () => {});
  await stopServer(clusterFiles(dataDirectory), { binaries, account });
}

async function claim(files: ClusterFiles): Promise<void> {
  const owner = await readLivingOwner(files.owner);
  if (owner !== undefined && owner !== process.pid && (await findRunningServer(files.data))) {
    throw new EmbeddedPostgresError(
      "data_directory_in_use",
      `The PostgreSQL in ${files.root} belongs to the running process ${owner}: stop that process, or choose another data directory.`,
    );
  }
  await writeOwner(files.owner);
}

async function startServer(
  files: ClusterFiles,
  { binaries, account, port, ephemeral }: Programs & { port: number; ephemeral: boolean },
): Promise<void> {
  const settings = serverSettings({ port, ephemeral });
  const start = ["start", "-D", files.data, "-w", "-t", "60", "-o", settings];
  try {
    await runProgram(binaries.pgCtl, start, { account, logFile: files.log });
  } catch (error) {
    if (error instanceof Error && error.message.includes("could not bind")) throw portTaken(port, error);
    throw error;
  }
}

async function stopServer(files: ClusterFiles, { binaries, account }: Programs): Promise<void> {
  if (!(await findRunningServer(files.data))) return;
  const stop = ["stop", "-D", files.data, "-m", "fast", "-w", "-t", "60"];
  await runProgram(binaries.pgCtl, stop, { account, logFile: files.log });
}
