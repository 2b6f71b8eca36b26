import { MigrationError } from "./migration-error.ts";
import { loadMigration, MIGRATION_TABLE, type MigrationFile, migratorConfig } from "./migration-files.ts";
import { type MigrationRun, type Migrator, reasonOf } from "./open-migrator.ts";

const LOCK_NOT_AVAILABLE = "55P03";

/**
 * Runs one migration and records it, in one transaction unless the migration asks for none.
 *
 * @throws MigrationError `failed`
 */
export async function runMigration(
  migrator: Migrator,
  file: MigrationFile,
  direction: MigrationRun["direction"],
): Promise<MigrationRun> {
  const db = migrator.connection(file.schema);
  const config = { ...migratorConfig(migrator.files, file.schema), name: file.name };
  const started = performance.now();
  const { config: own } = await loadMigration(file);
  try {
    if (own?.transaction === false) await db.migrate[direction](config);
    // knex itself would remove the record of a `down` after its transaction, not in it.
    else await db.transaction((trx) => trx.migrate[direction](config));
  } catch (error) {
    throw new MigrationError("failed", failureMessage(file, direction, error, own?.transaction === false), {
      cause: error,
    });
  }
  return { schema: file.schema, name: file.name, direction, durationMs: performance.now() - started };
}

function failureMessage(
  file: MigrationFile,
  direction: MigrationRun["direction"],
  error: unknown,
  stepwise: boolean,
): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const advice = [
    stepwise
      ? "It commits step by step: what came before the error stays, and running it again goes on from there."
      : "Nothing of it was kept.",
    ...(code === LOCK_NOT_AVAILABLE
      ? ["A session in the database held a table that it needed; try again in a moment."]
      : []),
  ];
  return `${file.schema} ${file.name} (${direction}) failed: ${reasonOf(error)} ${advice.join(" ")}`;
}

/**
 * Makes knex's two tables in each schema where they are not there, and keeps the services from writing them: the
 * schema's default privileges would let them.
 */
export async function ensureMigrationTables(migrator: Migrator): Promise<void> {
  for (const schema of migrator.schemas) {
    const db = migrator.connection(schema);
    await db.migrate.list({
      ...migratorConfig(migrator.files, schema),
      disableMigrationsListValidation: true,
    });
    await db.raw(
      `REVOKE INSERT, UPDATE, DELETE ON ${schema}.${MIGRATION_TABLE}, ${schema}.${MIGRATION_TABLE}_lock FROM ${schema}_service`,
    );
  }
}
