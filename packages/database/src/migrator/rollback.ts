import { MigrationError } from "./migration-error.ts";
import { byName, loadMigration, type MigrationFile } from "./migration-files.ts";
import {
  appliedMigrations,
  type MigrationRun,
  type Migrator,
  type MigratorOptions,
  withMigrator,
} from "./open-migrator.ts";
import { runMigration } from "./run-migration.ts";

/**
 * Undoes the latest `step` migrations of both schemas together, by name, the latest first.
 *
 * @param options.step how many, at least 1; more than there are undoes all
 * @param options.discardData undo them even where that destroys what users or a backfill wrote; default: refuse, before
 *   anything is undone
 * @returns what it undid, in order
 * @throws MigrationError; what was undone before the one that failed stays undone
 */
export async function rollback(
  options: MigratorOptions & { step: number; discardData?: boolean | undefined },
): Promise<MigrationRun[]> {
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
    if (!options.discardData) await refuseLoss(migrator, files);
    const runs: MigrationRun[] = [];
    for (const file of files) {
      const run = await runMigration(migrator, file, "down");
      options.onMigration?.(run);
      runs.push(run);
    }
    return runs;
  });
}

/** Asks all of them before the first is undone. */
async function refuseLoss(migrator: Migrator, files: readonly MigrationFile[]): Promise<void> {
  const losses: string[] = [];
  for (const file of files) {
    const { dataLostByDown } = await loadMigration(file);
    const lost = (await dataLostByDown?.(migrator.connection(file.schema))) ?? [];
    losses.push(...lost.map((sentence) => `  ${file.schema} ${file.name}: ${sentence}`));
  }
  if (losses.length === 0) return;
  throw new MigrationError(
    "loses-data",
    [
      "Undoing this would destroy data; nothing was undone:",
      ...losses,
      "To do it all the same: --discard-data",
    ].join("\n"),
  );
}
