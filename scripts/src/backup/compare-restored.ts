import type { Database } from "@vivero/database";
import { formatSeconds } from "../command/duration.ts";
import type { BackupManifest } from "./backup-manifest.ts";
import { BackupRefused } from "./backup-refused.ts";
import { foreignPast, readDatabasePast } from "./database-identity.ts";
import type { DumpFile } from "./dump-file.ts";
import type { BackupProof, ProofRequest } from "./prove-backup.ts";
import { firstSchemaDifference, readSchemaText } from "./schema-text.ts";
import { type DatabaseFacts, differingTables, readDatabaseFacts } from "./table-facts.ts";

/** A backup as it came back, beside the live database. */
export interface Restored {
  readonly request: ProofRequest;
  readonly dump: DumpFile;
  readonly manifest: BackupManifest | undefined;
  readonly live: Database;
  readonly scratch: Database;
  readonly scratchUrl: string;
  /** The live database holds nothing to be compared with. */
  readonly isEmptyTarget: boolean;
}

/**
 * Compares what came back with what was backed up, and with what is live: past, schema, every table.
 * @throws BackupRefused `unfaithful`, `foreign`, `schema` or `older`
 */
export async function compareRestored(
  restored: Restored,
): Promise<Pick<BackupProof, "tables" | "changedSince" | "sameSchema">> {
  const { request, dump, manifest, live, scratch } = restored;
  const tables = await factsOf(scratch);
  requireFaithful(manifest, tables);
  if (!manifest && !restored.isEmptyTarget) await requireOwnPast(dump, live, scratch);
  const sameSchema = await compareSchemas(restored);
  const liveFacts = await factsOf(live);
  const names = differingTables(liveFacts, tables);
  request.note?.(
    `${Object.keys(tables).length} tables compared by count and checksum, ${names.length} differ from the live database`,
  );
  if (names.length > 0)
    requireYoungEnough(restored, describe(names, liveFacts, tables, "now", "in the backup"));
  const changedSince = names.map((table) => ({
    table,
    now: liveFacts[table]?.rows ?? null,
    backup: tables[table]?.rows ?? null,
  }));
  return { tables, changedSince, sameSchema };
}

/** The moment of which the data are. */
export const takenAt = (dump: DumpFile, manifest: BackupManifest | undefined): Date =>
  manifest ? new Date(manifest.takenAt) : dump.begunAt;

function requireFaithful(manifest: BackupManifest | undefined, tables: DatabaseFacts): void {
  const unfaithful = manifest ? differingTables(manifest.tables, tables) : [];
  if (unfaithful.length > 0) {
    throw new BackupRefused(
      "unfaithful",
      `What came back is not what was backed up: ${describe(unfaithful, manifest?.tables ?? {}, tables, "in the snapshot", "restored")}.`,
    );
  }
}

async function requireOwnPast(dump: DumpFile, live: Database, scratch: Database): Promise<void> {
  const foreign = await foreignPast(live.knex, await readDatabasePast(scratch.knex));
  if (!foreign) return;
  throw new BackupRefused(
    "foreign",
    `${dump.file} is of another database that bears the same name: ${foreign}.`,
  );
}

/** @returns whether they are equal line by line; where they must be and are not, it throws */
async function compareSchemas({ request, scratchUrl }: Restored): Promise<boolean> {
  const { adminUrl, tools, against } = request;
  const [live, backup] = [await readSchemaText(adminUrl, tools), await readSchemaText(scratchUrl, tools)];
  const difference = firstSchemaDifference(live, backup);
  if (difference && against.state === "current") {
    throw new BackupRefused(
      "schema",
      `The live schema is not the backup's any more; the first difference is ${difference}.`,
    );
  }
  return difference === undefined;
}

function requireYoungEnough({ request: { against }, dump, manifest }: Restored, differences: string): void {
  if (against.state !== "current") return;
  const age = (Date.now() - takenAt(dump, manifest).getTime()) / 1_000;
  const allowed = against.maxAgeSeconds;
  if (allowed !== undefined && age <= allowed) return;
  const limit =
    allowed === undefined ? "and no --max-age allows that" : `and --max-age allows ${formatSeconds(allowed)}`;
  throw new BackupRefused(
    "older",
    `${dump.file} is older than the data: ${differences}. It is ${formatSeconds(age)} old, ${limit}.`,
  );
}

/** All tables of one moment. */
export const factsOf = (database: Database): Promise<DatabaseFacts> =>
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
