import { migratorConfig } from "./migration-files.ts";
import { type MigratorOptions, withMigrator } from "./open-migrator.ts";

/**
 * Clears knex's lock row after a migrator was killed. Safe against this product's migrators, which it waits for; not
 * against somebody who runs knex's own command line.
 *
 * @throws MigrationError
 */
export async function releaseMigrationLock(options: MigratorOptions): Promise<void> {
  await withMigrator(
    options,
    async (migrator) => {
      for (const schema of migrator.schemas) {
        await migrator
          .connection(schema)
          .migrate.forceFreeMigrationsLock(migratorConfig(migrator.files, schema));
      }
    },
    { acceptStaleLock: true },
  );
}
