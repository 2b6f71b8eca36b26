import { openDatabase } from "@vivero/database";
import { OperationError, reasonOf } from "../command/operation-error.ts";
import { addressOf, formatAddress } from "../installation/database-address.ts";
import type { OperatorEnvironment } from "../installation/env.ts";
import { readDatabaseIdentity } from "./database-identity.ts";
import { findPostgresTools, type PostgresTools } from "./postgres-tools.ts";

/**
 * The programs that suit this server.
 * @throws OperationError when the server does not answer, or no program suits it
 */
export async function toolsFor(adminUrl: string, environment: OperatorEnvironment): Promise<PostgresTools> {
  const database = openDatabase({ url: adminUrl, applicationName: "vivero-operations", poolSize: 1 });
  try {
    const { serverMajor } = await readDatabaseIdentity(database.knex);
    return await findPostgresTools(serverMajor, {
      directory: environment.PG_BIN || undefined,
      searchPath: environment.PATH,
    });
  } catch (error) {
    if (error instanceof OperationError) throw error;
    throw new OperationError(
      `The database at ${formatAddress(addressOf(adminUrl))} cannot be read: ${reasonOf(error)}.`,
      { cause: error },
    );
  } finally {
    await database.close();
  }
}
