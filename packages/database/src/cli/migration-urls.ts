import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Schema } from "../migrator/migration-files.ts";
import type { MigrationEnvironment } from "./env.ts";
import { homeFolder } from "./home.ts";

/** No database to work on, or one that is named half; the message says what to set. */
export class NoDatabaseError extends Error {
  override readonly name = "NoDatabaseError";
}

/**
 * The owner's URL of each schema's database: from the environment, else of the local stack that runs in `VIVERO_HOME`.
 *
 * @throws NoDatabaseError
 */
export async function migrationUrls(environment: MigrationEnvironment): Promise<Record<Schema, string>> {
  const both = environment.MIGRATION_DATABASE_URL;
  const generation = environment.GENERATION_MIGRATION_DATABASE_URL || both;
  const catalog = environment.CATALOG_MIGRATION_DATABASE_URL || both;
  if (generation && catalog) return { generation, catalog };
  if (generation || catalog) {
    const missing = generation ? "CATALOG_MIGRATION_DATABASE_URL" : "GENERATION_MIGRATION_DATABASE_URL";
    throw new NoDatabaseError(
      `${missing} is not set: set both of GENERATION_ and CATALOG_MIGRATION_DATABASE_URL, or MIGRATION_DATABASE_URL for one database.`,
    );
  }
  const owner = await ownerUrlOfLocalStack(resolve(homeFolder(environment), "stack.json"));
  return { generation: owner, catalog: owner };
}

async function ownerUrlOfLocalStack(stackFile: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(stackFile, "utf8");
  } catch (error) {
    throw new NoDatabaseError(
      "No database to migrate: set MIGRATION_DATABASE_URL to the owner's URL (postgres://vivero_owner:…@host/vivero), or run `npm start` first.",
      { cause: error },
    );
  }
  const owner = readOwnerUrl(text);
  if (owner !== undefined) return owner;
  throw new NoDatabaseError(
    `${stackFile} names no databaseUrls.owner: run \`npm start\` again, or set MIGRATION_DATABASE_URL.`,
  );
}

function readOwnerUrl(text: string): string | undefined {
  try {
    const stack = JSON.parse(text) as { databaseUrls?: { owner?: unknown } } | null;
    const owner = stack?.databaseUrls?.owner;
    return typeof owner === "string" ? owner : undefined;
  } catch (error) {
    // Written half-way, perhaps: as good as without the URL.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
