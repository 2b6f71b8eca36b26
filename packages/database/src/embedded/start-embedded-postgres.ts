import { mkdir } from "node:fs/promises";
import { type Cluster, findCluster, startServer, stopServer } from "./cluster.ts";
import type { ClusterFiles } from "./cluster-files.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { onFreePort, requireFreePort } from "./free-port.ts";
import { initializeCluster, SUPERUSER } from "./initialize-cluster.ts";
import { readOwner, writeOwner } from "./owner-file.ts";
import { findRunningServer } from "./running-server.ts";
import { serverAnswers } from "./server-answers.ts";

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
  /** The server's process (the postmaster). */
  pid: number;
  /** Ends the sessions, writes everything to disk and stops the server. Again: does nothing. */
  stop(): Promise<void>;
};

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
  await mkdir(dataDirectory, { recursive: true, mode: 0o755 });
  const cluster = await findCluster(dataDirectory, log);
  await mkdir(cluster.files.root, { recursive: true, mode: 0o755 });
  await claim(cluster.files);
  const password = await initializeCluster(cluster, { ephemeral, log });
  const urlOf = (port: number) => `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`;
  const start = async (port: number): Promise<number> => {
    if (await takeOver(cluster, { url: urlOf(port), port, log })) return port;
    await requireFreePort(port);
    await startServer(cluster, { port, ephemeral });
    return port;
  };
  const port = options.port === 0 ? await onFreePort(start) : await start(options.port);
  const server = await findRunningServer(cluster.files.data);
  if (!server)
    throw new EmbeddedPostgresError("program_failed", `PostgreSQL ended at once; see ${cluster.files.log}`);
  return { url: urlOf(port), port, pid: server.pid, stop: () => stopServer(cluster) };
}

/** Another process's server is not ours to take; one whose process is gone is. */
async function claim(files: ClusterFiles): Promise<void> {
  const owner = await readOwner(files.owner);
  if (owner?.alive && owner.pid !== process.pid && (await findRunningServer(files.data))) {
    throw new EmbeddedPostgresError(
      "data_directory_in_use",
      `The PostgreSQL in ${files.root} belongs to the running process ${owner.pid}: stop that process, or choose another data directory.`,
    );
  }
  await writeOwner(files.owner);
}

/** Whether a server that an earlier start left running is ours now; one that does not suit is stopped. */
async function takeOver(
  cluster: Cluster,
  { url, port, log }: { url: string; port: number; log: (line: string) => void },
): Promise<boolean> {
  const orphan = await findRunningServer(cluster.files.data);
  if (!orphan) return false;
  if (orphan.port === port && (await serverAnswers(url))) {
    log(`Taking over the PostgreSQL that an earlier start left running (process ${orphan.pid})`);
    return true;
  }
  log(
    `Stopping the PostgreSQL that an earlier start left running on port ${orphan.port} (process ${orphan.pid})`,
  );
  await stopServer(cluster);
  return false;
}
