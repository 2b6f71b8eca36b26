import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Knex } from "knex";

/** The schemas that have migrations, each with a migration table of its own. */
export const SCHEMAS = ["generation", "catalog"] as const;

export type Schema = (typeof SCHEMAS)[number];

/** The repository's `migrations` folder, one folder a schema in it. */
export const MIGRATIONS_FOLDER = resolve(import.meta.dirname, "../../../../migrations");

/** One file of `migrations/SCHEMA`; its name without the ending is what the database remembers. */
export type MigrationFile = { schema: Schema; name: string; path: string };

/** The migrations of these schemas in the one order in which they run: by name, whatever their schema. */
export async function listMigrationFiles(
  folder: string,
  schemas: readonly Schema[] = SCHEMAS,
): Promise<MigrationFile[]> {
  const lists = await Promise.all(
    schemas.map(async (schema) => {
      const files = await readdir(resolve(folder, schema));
      return files
        .filter((file) => file.endsWith(".ts"))
        .map((file) => ({ schema, name: file.slice(0, -3), path: resolve(folder, schema, file) }));
    }),
  );
  return lists.flat().sort(byName);
}

/** Orders by code unit, so that every machine agrees. */
export function byName(one: { name: string }, other: { name: string }): number {
  return one.name < other.name ? -1 : Number(one.name > other.name);
}

/** A migration, with what only this product's migrator knows of it. */
export type Migration = Knex.Migration & {
  config?: { transaction?: boolean };
  /** Which data `down` would destroy that no `up` brings back, in sentences for the operator; none when it is safe. */
  dataLostByDown?: (db: Knex) => Promise<string[]>;
};

/** Loads a migration: its `up`, `down`, `config` and what undoing it would lose. */
export async function loadMigration(file: MigrationFile): Promise<Migration> {
  return await import(pathToFileURL(file.path).href);
}

/** What knex needs to know to run one schema's migrations. */
export function migratorConfig(files: readonly MigrationFile[], schema: Schema): Knex.MigratorConfig {
  const source: Knex.MigrationSource<MigrationFile> = {
    getMigrations: async () => files.filter((file) => file.schema === schema),
    getMigrationName: (file) => file.name,
    getMigration: loadMigration,
  };
  return {
    schemaName: schema,
    tableName: MIGRATION_TABLE,
    migrationSource: source as Knex.MigrationSource<unknown>,
  };
}

/** knex's table of what has run, in each schema; its lock's table is called the same with `_lock`. */
export const MIGRATION_TABLE = "knex_migrations";
