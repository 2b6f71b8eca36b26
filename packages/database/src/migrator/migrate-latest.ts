import { MigrationError } from "./migration-error.ts";
import { appliedMigrations, type MigrationRun, type MigratorOptions, withMigrator } from "./open-migrator.ts";
import { ensureMigrationTables, runMigration } from "./run-migration.ts";

/**
 * Runs every migration that has not run yet, both schemas in one order by name.
 *
 * Two at once are safe: the second waits and finds nothing left to do.
 *
 * @param options.to the last one to run, by name; default: the last there is
 * @returns what it ran, in order
 * @throws MigrationError; what ran before the one that failed stays
 */
export async function migrateLatest(
  options: MigratorOptions & { to?: string | undefined },
): Promise<MigrationRun[]> {
  return withMigrator(options, async (migrator) => {
    const { to } = options;
    if (to !== undefined && !migrator.files.some((file) => file.name === to)) {
      throw new MigrationError("unknown", `There is no migration ${to}.`);
    }
    await ensureMigrationTables(migrator);
    const applied = new Set(
      (await appliedMigrations(migrator)).map(({ schema, name }) => `${schema}/${name}`),
    );
    const runs: MigrationRun[] = [];
    for (const file of migrator.files) {
      if (applied.has(`${file.schema}/${file.name}`) || (to !== undefined && file.name > to)) continue;
      const run = await runMigration(migrator, file, "up");
      options.onMigration?.(run);
      runs.push(run);
    }
    return runs;
  });
}
