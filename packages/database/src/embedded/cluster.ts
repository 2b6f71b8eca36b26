import { rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { type Binaries, findBinaries } from "./binaries.ts";
import { type ClusterFiles, findClusterFiles } from "./cluster-files.ts";
import { portTaken } from "./free-port.ts";
import { type ClusterOwner, readOwner } from "./owner-file.ts";
import { runProgram } from "./run-program.ts";
import { findRunningServer } from "./running-server.ts";
import { findServerAccount, type ServerAccount } from "./server-account.ts";
import { serverSettings } from "./server-settings.ts";

const ATTEMPTS = 50;
const PAUSE_MS = 200;

/** One embedded server at rest: where it lies, and the programs and the account that move it. */
export type Cluster = { files: ClusterFiles; binaries: Binaries; account: ServerAccount };

/** Finds the server whose files lie, or will lie, in `dataDirectory`, which exists; starts nothing. */
export async function findCluster(dataDirectory: string, log: (line: string) => void): Promise<Cluster> {
  const account = await findServerAccount();
  const binaries = await findBinaries(account, log);
  const files = await findClusterFiles(dataDirectory, account, log);
  return { files, binaries, account };
}

/** @throws EmbeddedPostgresError `port_taken` or `program_failed` */
export async function startServer(
  { files, binaries, account }: Cluster,
  { port, ephemeral }: { port: number; ephemeral: boolean },
): Promise<void> {
  const settings = serverSettings({ port, ephemeral });
  const start = ["start", "-D", files.data, "-w", "-t", "60", "-o", settings];
  for (let attempt = 1; ; attempt++) {
    try {
      return await runProgram(binaries.pgCtl, start, { account, logFile: files.log });
    } catch (error) {
      const message = error instanceof Error ? error.message : "";
      if (message.includes("could not bind")) throw portTaken(port, error);
      // The sessions of a server that was killed end by themselves, but not at once.
      if (attempt === ATTEMPTS || !message.includes("pre-existing shared memory block")) throw error;
      await delay(PAUSE_MS);
    }
  }
}

/** Ends the sessions, writes everything to disk and stops the server; does nothing when none runs. */
export async function stopServer({ files, binaries, account }: Cluster): Promise<void> {
  if (!(await findRunningServer(files.data))) return;
  const stop = ["stop", "-D", files.data, "-m", "fast", "-w", "-t", "60"];
  await runProgram(binaries.pgCtl, stop, { account, logFile: files.log });
}

/** Stops the server and deletes it with all its data. */
export async function removeCluster(dataDirectory: string): Promise<void> {
  const cluster = await findCluster(dataDirectory, () => {});
  await stopServer(cluster);
  await rm(cluster.files.root, { recursive: true, force: true });
  await rm(dataDirectory, { recursive: true, force: true });
}

/** The process that started this server last; undefined when nobody noted himself. */
export async function findClusterOwner(dataDirectory: string): Promise<ClusterOwner | undefined> {
  const { files } = await findCluster(dataDirectory, () => {});
  return readOwner(files.owner);
}
