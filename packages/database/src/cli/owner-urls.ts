import type { Schema } from "../migrator/migration-files.ts";
import { env } from "./env.ts";
import { migrationUrls } from "./migration-urls.ts";

/**
 * The owner's URL of each schema's database, for operators' commands: from the environment, else of the local stack that
 * `npm start` runs.
 *
 * @throws NoDatabaseError, saying what to set
 */
export function ownerUrls(): Promise<Record<Schema, string>> {
  return migrationUrls(env);
}
