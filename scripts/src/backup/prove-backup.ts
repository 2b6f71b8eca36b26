import { type Database, openDatabase } from "@vivero/database";
import { formatSeconds } from "../command/duration.ts";
import { runProgram } from "../command/run-program.ts";
import { libpqEnvironment } from "../installation/database-address.ts";
import { type BackupManifest, readManifest } from "./backup-manifest.ts";
import { BackupRefused } from "./backup-refused.ts";
import {
  type DatabaseIdentity,
  foreignPast,
  readDatabaseIdentity,
  readDatabasePast,
} from "./database-identity.ts";
import { type DumpFile, readDumpFile } from "./dump-file.ts";
import type { PostgresTools } from "./postgres-tools.ts";
import { firstSchemaDifference, readSchemaText } from "./schema-text.ts";
import { withScratchDatabase } from "./scratch-database.ts";
import { type DatabaseFacts, differingTables, readDatabaseFacts } from "./table-facts.ts";

/** What the proof of a backup found; every part of it was checked. */
export interface BackupProof {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly takenAt: string;
  readonly database: DatabaseIdentity;
  /** `manifest`: by the server's system identifier; `past`: by its migrations and audit chains, as plain pg_dump tells no more. */
  readonly identifiedBy: "manifest" | "past";
  /** Tables and rows as they came back in the scratch database. */
  readonly tables: DatabaseFacts;
  /** Tables that were written to since, within the age that was allowed; empty when backup and live database are equal. */
  readonly changedSince: readonly string[];
  /** Whether the schemas are equal line by line. */
  readonly sameSchema: boolean;
  readonly restoreSeconds: number;
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
    requireSameDatabase(dump, manifest, identity);
    return await withScratchDatabase(adminUrl, async (scratchUrl, name) => {
      const begun = performance.now();
      await restoreInto(scratchUrl, dump, tools);
      const restoreSeconds = (performance.now() - begun) / 1_000;
      note(`restored into ${name} in ${formatSeconds(restoreSeconds)}`);
      const scratch = openDatabase({ url: scratchUrl, applicationName: "vivero-backup-proof", poolSize: 1 });
      try {
        const compared = await compare({ request, dump, manifest, live, scratch, scratchUrl });
        return {
          file,
          bytes: dump.bytes,
          sha256: dump.sha256,
          takenAt: takenAt(dump, manifest).toISOString(),
          database: identity,
          identifiedBy: manifest ? "manifest" : "past",
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

const takenAt = (dump: DumpFile, manifest: BackupManifest | undefined): Date =>
  manifest ? new Date(manifest.takenAt) : dump.begunAt;

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

async function compare(given: {
  request: ProofRequest;
  dump: DumpFile;
  manifest: BackupManifest | undefined;
  live: Database;
  scratch: Database;
  scratchUrl: string;
}): Promise<Pick<BackupProof, "tables" | "changedSince" | "sameSchema">> {
  const { request, dump, manifest, live, scratch, scratchUrl } = given;
  const { adminUrl, tools, against, note = () => undefined } = request;
  const tables = await factsOf(scratch);
  const unfaithful = manifest ? differingTables(manifest.tables, tables) : [];
  if (unfaithful.length > 0) {
    throw new BackupRefused(
      "unfaithful",
      `What came back is not what was backed up: ${describe(unfaithful, manifest?.tables ?? {}, tables, "in the snapshot", "restored")}.`,
    );
  }
  const foreign = manifest ? undefined : await foreignPast(live.knex, await readDatabasePast(scratch.knex));
  if (foreign)
    throw new BackupRefused(
      "foreign",
      `${dump.file} is of another database that bears the same name: ${foreign}.`,
    );
  const schema = firstSchemaDifference(
    await readSchemaText(adminUrl, tools),
    await readSchemaText(scratchUrl, tools),
  );
  if (schema && against.state === "current") {
    throw new BackupRefused(
      "schema",
      `The live schema is not the backup's any more; the first difference is ${schema}.`,
    );
  }
  const liveFacts = await factsOf(live);
  const changedSince = differingTables(liveFacts, tables);
  note(
    `${Object.keys(tables).length} tables compared by count and checksum, ${changedSince.length} differ from the live database`,
  );
  if (changedSince.length > 0 && against.state === "current") {
    const age = (Date.now() - takenAt(dump, manifest).getTime()) / 1_000;
    const allowed = against.maxAgeSeconds;
    if (allowed === undefined || !(age <= allowed)) {
      const limit =
        allowed === undefined
          ? "and no --max-age allows that"
          : `and --max-age allows ${formatSeconds(allowed)}`;
      throw new BackupRefused(
        "older",
        `${dump.file} is older than the data: ${describe(changedSince, liveFacts, tables, "now", "in the backup")}. It is ${formatSeconds(age)} old, ${limit}.`,
      );
    }
  }
  return { tables, changedSince, sameSchema: schema === undefined };
}

/** All tables of one moment. */
const factsOf = (database: Database): Promise<DatabaseFacts> =>
  database.knex.transaction((trx) => readDatabaseFacts(trx), {
    isolationLevel: "repeatable read",
    readOnly: true,
  });

const SHOWN = 4;

function describe(
  names: readonly string[],
  one: DatabaseFacts,
  other: DatabaseFacts,
  here: string,
  there: string,
): string {
  const rows = (facts: DatabaseFacts, name: string) => facts[name]?.rows ?? "no table";
  const shown = names.slice(0, SHOWN).map((name) => {
    const same = rows(one, name) === rows(other, name);
    return same
      ? `${name} has other contents`
      : `${name} has ${rows(one, name)} rows ${here}, ${rows(other, name)} ${there}`;
  });
  return [...shown, ...(names.length > SHOWN ? [`${names.length - SHOWN} more tables`] : [])].join("; ");
}
