import { openDatabase } from "@vivero/database";
import { formatSeconds } from "../command/duration.ts";
import { runProgram } from "../command/run-program.ts";
import { libpqEnvironment } from "../installation/database-address.ts";
import { type BackupManifest, readManifest } from "./backup-manifest.ts";
import { BackupRefused } from "./backup-refused.ts";
import { compareRestored, takenAt } from "./compare-restored.ts";
import { type DatabaseIdentity, readDatabaseIdentity } from "./database-identity.ts";
import { type DumpFile, readDumpFile } from "./dump-file.ts";
import type { PostgresTools } from "./postgres-tools.ts";
import { withScratchDatabase } from "./scratch-database.ts";
import { type DatabaseFacts, holdsNothing } from "./table-facts.ts";

/** What the proof of a backup found; every part of it was checked. */
export interface BackupProof {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly takenAt: string;
  readonly database: DatabaseIdentity;
  /**
   * `manifest`: by the server's system identifier; `past`: by its migrations and audit chains, as plain pg_dump tells no
   * more; `empty-target`: the live database holds nothing that it could be compared with (going back to it only).
   */
  readonly identifiedBy: "manifest" | "past" | "empty-target";
  /** Tables and rows as they came back in the scratch database. */
  readonly tables: DatabaseFacts;
  /** Tables that were written to since, with their rows; empty when backup and live database are equal. */
  readonly changedSince: readonly ChangedTable[];
  /** Whether the schemas are equal line by line. */
  readonly sameSchema: boolean;
  readonly restoreSeconds: number;
}

/** A table whose contents are not the same; rows are null where there is no such table. */
export interface ChangedTable {
  readonly table: string;
  readonly now: number | null;
  readonly backup: number | null;
}

/** What to prove, against what. */
export interface ProofRequest {
  readonly file: string;
  readonly adminUrl: string;
  readonly tools: PostgresTools;
  /**
   * `current`: it must hold what the live database holds now, or be younger than `maxAgeSeconds`. `earlier`: any earlier
   * state of this database will do, as for going back to it.
   */
  readonly against:
    | { readonly state: "current"; readonly maxAgeSeconds?: number | undefined }
    | { readonly state: "earlier" };
  readonly note?: (line: string) => void;
}

/**
 * Proves that a file is a backup of this database that can be restored, by restoring it: into a scratch database beside
 * the live one, which is dropped. The live database is only read.
 * @throws BackupRefused with the reason
 */
export async function proveBackup(request: ProofRequest): Promise<BackupProof> {
  const { file, adminUrl, tools, note = () => undefined } = request;
  const dump = await readDumpFile(file, tools);
  note(`readable to its end: ${dump.bytes} bytes, SHA-256 ${dump.sha256.slice(0, 12)}…`);
  const manifest = await readManifest(file);
  if (manifest && manifest.dump.sha256 !== dump.sha256) {
    throw new BackupRefused(
      "damaged",
      `${file} is not as it was written: its SHA-256 is ${dump.sha256}, the manifest beside it says ${manifest.dump.sha256}.`,
    );
  }
  const live = openDatabase({ url: adminUrl, applicationName: "vivero-backup-proof", poolSize: 2 });
  try {
    const identity = await readDatabaseIdentity(live.knex);
    const isEmptyTarget = request.against.state === "earlier" && (await holdsNothing(live.knex));
    if (!isEmptyTarget) requireSameDatabase(dump, manifest, identity);
    return await withScratchDatabase(adminUrl, async (scratchUrl, name) => {
      const begun = performance.now();
      await restoreInto(scratchUrl, dump, tools);
      const restoreSeconds = (performance.now() - begun) / 1_000;
      note(`restored into ${name} in ${formatSeconds(restoreSeconds)}`);
      const scratch = openDatabase({ url: scratchUrl, applicationName: "vivero-backup-proof", poolSize: 1 });
      try {
        const compared = await compareRestored({
          request,
          dump,
          manifest,
          live,
          scratch,
          scratchUrl,
          isEmptyTarget,
        });
        return {
          file,
          bytes: dump.bytes,
          sha256: dump.sha256,
          takenAt: takenAt(dump, manifest).toISOString(),
          database: identity,
          identifiedBy: isEmptyTarget ? "empty-target" : manifest ? "manifest" : "past",
          restoreSeconds,
          ...compared,
        };
      } finally {
        await scratch.close();
      }
    });
  } finally {
    await live.close();
  }
}

function requireSameDatabase(
  dump: DumpFile,
  manifest: BackupManifest | undefined,
  identity: DatabaseIdentity,
): void {
  if (dump.database !== identity.database) {
    throw new BackupRefused(
      "foreign",
      `${dump.file} is of the database ${dump.database}, not of ${identity.database}.`,
    );
  }
  if (manifest && manifest.identity.systemIdentifier !== identity.systemIdentifier) {
    throw new BackupRefused(
      "foreign",
      `${dump.file} is of another server: its system identifier is ${manifest.identity.systemIdentifier}, here it is ${identity.systemIdentifier}.`,
    );
  }
}

async function restoreInto(url: string, dump: DumpFile, tools: PostgresTools): Promise<void> {
  const { code, stderr } = await runProgram(
    tools.pgRestore,
    ["--exit-on-error", "--jobs=2", `--dbname=${libpqEnvironment(url).PGDATABASE}`, dump.file],
    { environment: { ...libpqEnvironment(url), LC_ALL: "C" } },
  );
  if (code !== 0) {
    throw new BackupRefused(
      "not-restorable",
      `${dump.file} does not restore into an empty database; pg_restore says: ${stderr.trim().split("\n").slice(0, 3).join(" ")}`,
    );
  }
}
