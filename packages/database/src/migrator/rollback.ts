import { MigrationError } from "./migration-error.ts";
import { byName } from "./migration-files.ts";
import { appliedMigrations, type MigrationRun, type MigratorOptions, withMigrator } from "./open-migrator.ts";
import { runMigration } from "./run-migration.ts";

/**
 * Undoes the latest `step` migrations of both schemas together, by name, the latest first.
 *
 * @param options.step how many, at least 1; more than there are undoes all
 * @returns what it undid, in order
 * @throws MigrationError; what was undone before the one that failed stays undone
 */
export async function rollback(options: MigratorOptions & { step: number }): Promise<MigrationRun[]> {
  return withMigrator(options, async (migrator) => {
    const latest = (await appliedMigrations(migrator)).sort(byName).reverse().slice(0, options.step);
    const files = latest.map(({ schema, name }) => {
      const file = migrator.files.find((candidate) => candidate.schema === schema && candidate.name === name);
      if (file !== undefined) return file;
      throw new MigrationError(
        "unknown",
        `The database says that ${schema} ${name} has run, but this checkout does not have it: roll back with the version that brought it.`,
      );
    });
    const runs: MigrationRun[] = [];
    for (const file of files) {
      const run = await runMigration(migrator, file, "down");
      options.onMigration?.(run);
      runs.push(run);
    }
    return runs;
  });
}
