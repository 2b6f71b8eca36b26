import { readdir, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findClusterOwner, removeCluster } from "../embedded/cluster.ts";

export const TEST_DIRECTORY_PREFIX = "vivero-test-";

// A run that has just begun has its directory a moment before it is noted as the owner.
const YOUNG_MS = 60_000;

/** Stops and deletes the test servers of this user whose run was killed. */
export async function removeOrphans(): Promise<void> {
  const names = await readdir(tmpdir());
  for (const name of names.filter((candidate) => candidate.startsWith(TEST_DIRECTORY_PREFIX))) {
    const directory = join(tmpdir(), name);
    try {
      if (await isOrphan(directory)) await removeCluster(directory);
    } catch (error) {
      // Another run may be removing it too, and the rest of a dead run is no reason to stop this one.
      console.warn(`Could not remove the test server in ${directory}: ${error}`);
    }
  }
}

async function isOrphan(directory: string): Promise<boolean> {
  const facts = await stat(directory).catch(() => undefined);
  if (!facts?.isDirectory()) return false;
  const isOurs = process.getuid === undefined || facts.uid === process.getuid();
  if (!isOurs) return false;
  const owner = await findClusterOwner(directory);
  return owner ? !owner.alive : Date.now() - facts.birthtimeMs > YOUNG_MS;
}
