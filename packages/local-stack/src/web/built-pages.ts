import { readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { ROOT, StackError } from "../env.ts";
import { runToEnd } from "../processes/run-to-end.ts";
import type { StackProgress } from "../stack.ts";
import { sourceHash } from "./source-hash.ts";

const WEB = path.join(ROOT, "apps/web");
const DIRECTORY = path.join(WEB, "dist");
/** Kept inside the build, where nothing serves it. */
const STAMP = ".sources";

/** Whatever the pages are made of. */
const SOURCES = [
  "apps/web/src",
  "apps/web/public",
  "apps/web/index.html",
  "apps/web/package.json",
  "apps/web/precompress.ts",
  "apps/web/vite.config.ts",
  "packages/answer-reader/src",
  "packages/contracts/src",
  "package-lock.json",
];

async function stampOf(directory: string): Promise<string | undefined> {
  try {
    return await readFile(path.join(directory, STAMP), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Builds beside the old pages and puts the new ones in their place whole, so that nobody meets half a build. */
async function build(hash: string): Promise<void> {
  const fresh = path.join(ROOT, "node_modules/.cache", `vivero-web-${process.pid}`);
  const old = `${fresh}-old`;
  try {
    const vite = path.join(ROOT, "node_modules/vite/bin/vite.js");
    const { code, output } = await runToEnd(
      process.execPath,
      [vite, "build", "--outDir", fresh, "--emptyOutDir"],
      WEB,
    );
    if (code !== 0) throw new StackError(`The web UI cannot be built:\n${output.trim()}`);
    await writeFile(path.join(fresh, STAMP), hash);
    await rename(DIRECTORY, old).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    });
    await rename(fresh, DIRECTORY);
  } finally {
    await rm(fresh, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}

/**
 * The folder of the web UI's pages, built anew when they are missing or made of other sources than those that are here.
 * @throws StackError with the builder's words when they cannot be built
 */
export async function builtPages(progress: StackProgress): Promise<string> {
  const hash = await sourceHash(ROOT, SOURCES);
  if ((await stampOf(DIRECTORY)) !== hash) await progress.step("Web UI, built once", () => build(hash));
  return DIRECTORY;
}
