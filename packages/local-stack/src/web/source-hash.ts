import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";

async function filesUnder(place: string): Promise<string[]> {
  if ((await stat(place)).isFile()) return [place];
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/**
 * One hash over the names and contents of every file under `places`, which are paths below `root`: the same sources give
 * the same hash on every machine and whenever they were written.
 */
export async function sourceHash(root: string, places: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const place of places) {
    for (const file of await filesUnder(path.join(root, place))) {
      const content = createHash("sha256").update(await readFile(file));
      hash.update(`${path.relative(root, file)}\0${content.digest("hex")}\n`);
    }
  }
  return hash.digest("hex");
}
