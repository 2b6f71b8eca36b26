import { migrationStatus, openDatabase } from "@vivero/database";
import { factsOf } from "../backup/compare-restored.ts";
import type { PostgresTools } from "../backup/postgres-tools.ts";
import { type BackupProof, proveBackup } from "../backup/prove-backup.ts";
import { differingTables } from "../backup/table-facts.ts";
import { type Confirm, requireConfirmation } from "../command/confirm.ts";
import { OperationError } from "../command/operation-error.ts";
import type { Installation } from "../installation/installation.ts";
import { closeDoors, describeGateways, openDoors } from "../maintenance/switch-maintenance.ts";
import { PRODUCT_SCHEMAS, replaceDatabase } from "./replace-database.ts";
import { otherSessions, withoutServices } from "./service-sessions.ts";

/** How to restore. */
export interface RestoreOptions {
  readonly installation: Installation;
  readonly tools: PostgresTools;
  readonly file: string;
  readonly maintenance: boolean;
  /** Undefined: `--yes`. */
  readonly confirm: Confirm | undefined;
  readonly print: (line: string) => void;
  /** How long to wait for somebody who uses a table; default 10,000. */
  readonly lockTimeoutMs?: number;
}

/**
 * Goes back to a backup: proves it, shows what will be lost, asks, closes the doors, keeps the services out, replaces the
 * data in one transaction, verifies every table, and opens the doors again when the schema is the one that this version of
 * the code works with.
 * @throws OperationError; what it says of the data is true: until the last step nothing has changed
 */
export async function restore(options: RestoreOptions): Promise<void> {
  const { installation, tools, file, maintenance, confirm, print } = options;
  const { adminUrl } = installation.database;
  const proof = await proveBackup({ file, adminUrl, tools, note: print, against: { state: "earlier" } });
  for (const line of describeLoss(proof)) print(line);
  const admin = openDatabase({ url: adminUrl, applicationName: "vivero-restore", poolSize: 2 });
  try {
    await refuseUnknownSchemas(admin.knex);
    if (confirm) {
      const { database } = proof.database;
      await requireConfirmation(
        confirm,
        `This replaces all data of ${database} by those of ${proof.takenAt}.`,
        `restore ${database}`,
      );
    }
    if (maintenance) for (const line of await closeForRestore(installation)) print(line);
    await withoutServices(admin.knex, print, async () => {
      await replaceDatabase(adminUrl, file, tools, options.lockTimeoutMs ?? 10_000).catch(
        async (error: OperationError) => {
          const sessions = await otherSessions(admin.knex);
          const others = sessions.length > 0 ? ` Others are connected: ${sessions.join("; ")}.` : "";
          throw new OperationError(`${error.message}${others}`, {
            cause: error,
            next: [
              "end what uses the tables and run it again",
              ...(maintenance ? ["npm run up   (to leave it as it is)"] : []),
            ],
          });
        },
      );
      print("replaced in one transaction");
      // Fresh tables have no statistics, and without them plans are bad.
      await admin.knex.raw("ANALYZE");
      const differing = differingTables(proof.tables, await factsOf(admin));
      if (differing.length > 0)
        throw new OperationError(
          `After the restore these tables are not as in the backup: ${differing.join(", ")}.`,
        );
      print(
        `verified: ${Object.keys(proof.tables).length} tables are as in the backup, by count and checksum`,
      );
    });
    await openAfterRestore(options);
  } finally {
    await admin.close();
  }
}

/** What the restore takes away, a table a line. */
function describeLoss({ changedSince, takenAt, sameSchema }: BackupProof): string[] {
  if (changedSince.length === 0)
    return [`The live data are those of the backup (${takenAt}): nothing will be lost.`];
  return [
    `What was written since ${takenAt} will be lost:`,
    ...changedSince.map(
      ({ table, now, backup }) =>
        `  ${table}: ${now ?? "no table"} rows now, ${backup ?? "no table"} in the backup`,
    ),
    ...(sameSchema ? [] : ["The schema goes back too."]),
  ];
}

async function refuseUnknownSchemas(queries: Parameters<typeof otherSessions>[0]): Promise<void> {
  const { rows } = await queries.raw(
    "SELECT nspname AS name FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public') AND NOT nspname = ANY (?)",
    [[...PRODUCT_SCHEMAS]],
  );
  if (rows.length === 0) return;
  const names = rows.map(({ name }: { name: string }) => name).join(", ");
  throw new OperationError(
    `The database holds schemas that are not Vivero's (${names}): what depends on its tables there would go with them. Move them away first.`,
  );
}

async function closeForRestore(installation: Installation): Promise<string[]> {
  const notice = {
    message: "Vivero is going back to a backup. Please try again in a few minutes.",
    retryAfterSeconds: 120,
  };
  return describeGateways(await closeDoors(installation, notice));
}

async function openAfterRestore({ installation, maintenance, print }: RestoreOptions): Promise<void> {
  const { ownerUrl } = installation.database;
  const states = await migrationStatus({ urls: { generation: ownerUrl, catalog: ownerUrl } });
  const other = states.filter(({ state }) => state !== "applied");
  if (other.length > 0) {
    print(
      `The restored schema is not this version's (${other.length} migrations differ): deploy the version of the backup, or run: npm run migrate`,
    );
    if (maintenance) print("Maintenance stays ON until then: npm run up");
    return;
  }
  if (maintenance) for (const line of describeGateways(await openDoors(installation))) print(line);
}
