import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Database, migrationStatus, openDatabase, type Schema } from "@vivero/database";
import { ROOT } from "@vivero/local-stack";
import { OperationError, reasonOf } from "../command/operation-error.ts";

type Queries = Database["knex"];

/** A migration that this database does not have yet, and what it will say to it. */
export interface PendingMigration {
  readonly schema: Schema;
  readonly name: string;
  /** In order, with `$1` for values; taken down from the migration itself, which spoke to nobody. */
  readonly statements: readonly { readonly sql: string; readonly values: readonly unknown[] }[];
  /** False: it commits step by step. */
  readonly inTransaction: boolean;
  /** It asks the database something, and may go on differently than is shown: here every answer was empty. */
  readonly asksDatabase: boolean;
}

/** What is pending, without running any of it. Reads the database; changes nothing. */
export async function readPendingMigrations(
  ownerUrl: string,
  folder = path.join(ROOT, "migrations"),
): Promise<PendingMigration[]> {
  const states = await migrationStatus({ urls: { generation: ownerUrl, catalog: ownerUrl }, folder });
  const unknown = states.filter(({ state }) => state === "unknown");
  if (unknown.length > 0) {
    throw new OperationError(
      `The database has migrations that this checkout does not have (${unknown.map(({ name }) => name).join(", ")}): a newer version was deployed here.`,
      { next: ["check out the version that brought them"] },
    );
  }
  const pending: PendingMigration[] = [];
  for (const { schema, name } of states.filter(({ state }) => state === "pending")) {
    pending.push({ schema, name, ...(await recordStatements(path.join(folder, schema, `${name}.ts`))) });
  }
  return pending;
}

interface MigrationModule {
  readonly up: (knex: Queries) => Promise<unknown>;
  readonly config?: { readonly transaction?: boolean };
}

/**
 * Runs a migration against a connection that leads nowhere: each statement is written down and answered with no rows.
 * @throws OperationError when the migration cannot go on without real answers
 */
async function recordStatements(
  file: string,
): Promise<Pick<PendingMigration, "statements" | "inTransaction" | "asksDatabase">> {
  const { up, config } = (await import(pathToFileURL(file).href)) as MigrationModule;
  const inTransaction = config?.transaction !== false;
  const statements: { sql: string; values: unknown[] }[] = [];
  const recorder = openRecorder((sql, values) => statements.push({ sql: sql.trim(), values }));
  try {
    await (inTransaction ? recorder.transaction((trx) => up(trx)) : up(recorder));
  } catch (cause) {
    throw new OperationError(
      `The SQL of ${path.basename(file)} cannot be shown without running it: ${reasonOf(cause)}.`,
      { cause },
    );
  } finally {
    await recorder.destroy();
  }
  return {
    statements,
    inTransaction,
    asksDatabase: statements.some(({ sql }) => /^\s*(select|with|show)\b/i.test(sql)),
  };
}

/** A knex whose connection writes down what it is given. It has no address to connect to. */
function openRecorder(record: (sql: string, values: unknown[]) => void): Queries {
  const { knex } = openDatabase({
    url: "postgres://nobody@invalid.invalid:1/nothing",
    applicationName: "vivero-dry-run",
  });
  const connection = {
    __knexUid: "recorder",
    query(
      { text, values = [] }: { text: string; values?: unknown[] },
      answer: (error: null, result: object) => void,
    ) {
      record(text, values);
      answer(null, { command: "", rowCount: 0, rows: [], fields: [] });
    },
  };
  knex.client.acquireConnection = async () => connection;
  knex.client.releaseConnection = async () => undefined;
  return knex;
}
