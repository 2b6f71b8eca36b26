import { readFile, writeFile } from "node:fs/promises";
import { OperationError } from "../command/operation-error.ts";
import type { DatabaseIdentity } from "./database-identity.ts";
import type { DatabaseFacts } from "./table-facts.ts";

/**
 * What is written beside a dump that we make, as `FILE.manifest.json`: a dump itself tells neither the server that it
 * comes from nor what it should hold.
 */
export interface BackupManifest {
  readonly format: 1;
  /** The moment of which the data are, by the server's clock. */
  readonly takenAt: string;
  readonly identity: DatabaseIdentity;
  readonly dump: { readonly bytes: number; readonly sha256: string; readonly tool: string };
  /** Every table of the product in the very snapshot that was dumped. */
  readonly tables: DatabaseFacts;
  readonly commit: string;
  readonly madeBy: string;
}

export const manifestFile = (file: string) => `${file}.manifest.json`;

export async function writeManifest(file: string, manifest: BackupManifest): Promise<void> {
  await writeFile(manifestFile(file), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flag: "wx" });
}

/** @returns undefined for a dump without one: made by plain pg_dump */
export async function readManifest(file: string): Promise<BackupManifest | undefined> {
  try {
    const manifest = JSON.parse(await readFile(manifestFile(file), "utf8")) as BackupManifest;
    if (manifest.format === 1 && manifest.identity && manifest.dump && manifest.tables) return manifest;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new OperationError(
    `${manifestFile(file)} is no manifest of this version: remove it to have the dump proven without one, or take another backup.`,
  );
}
