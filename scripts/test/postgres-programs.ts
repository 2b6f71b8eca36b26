import { findPostgresTools, type PostgresTools } from "../src/backup/postgres-tools.ts";
import { OperationError } from "../src/command/operation-error.ts";
import { environment } from "../src/installation/env.ts";

/** The major version of the PostgreSQL that tests run on. */
const SERVER_MAJOR = 15;

/**
 * pg_dump and its kin on this machine. npm brings none: where they are absent, what needs them is skipped, and this says
 * so on the terminal.
 */
export async function postgresPrograms(): Promise<PostgresTools | undefined> {
  try {
    return await findPostgresTools(SERVER_MAJOR, {
      directory: environment.PG_BIN,
      searchPath: environment.PATH,
    });
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    process.stderr.write(`SKIPPED: tests of backups, as pg_dump is not on this machine. ${error.message}\n`);
    return undefined;
  }
}
