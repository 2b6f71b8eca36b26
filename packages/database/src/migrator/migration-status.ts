import { byName, type Schema } from "./migration-files.ts";
import { appliedMigrations, type MigratorOptions, withConnections } from "./open-migrator.ts";

/** One migration and whether this database has it; `unknown`: it ran, but this checkout does not have its file. */
export type MigrationState = {
  schema: Schema;
  name: string;
  state: "applied" | "pending" | "unknown";
  appliedAt: Date | null;
};

/**
 * Every migration in order, with its state. Changes nothing, waits for nobody.
 *
 * @throws MigrationError `unreachable`
 */
export async function migrationStatus(options: MigratorOptions): Promise<MigrationState[]> {
  return withConnections(options, async (migrator) => {
    const applied = await appliedMigrations(migrator);
    const known = migrator.files.map(({ schema, name }): MigrationState => {
      const row = applied.find((candidate) => candidate.schema === schema && candidate.name === name);
      return { schema, name, state: row ? "applied" : "pending", appliedAt: row?.appliedAt ?? null };
    });
    const unknown = applied
      .filter(({ schema, name }) => !known.some((file) => file.schema === schema && file.name === name))
      .map((row): MigrationState => ({ ...row, state: "unknown" }));
    return [...known, ...unknown].sort(byName);
  });
}
