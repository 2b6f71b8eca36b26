/** What the commands of this package take from the environment; empty counts as absent. */
export type MigrationEnvironment = {
  /** The owner's URL of the one database. */
  MIGRATION_DATABASE_URL?: string | undefined;
  /** The owner's URLs where each schema has a database of its own. */
  GENERATION_MIGRATION_DATABASE_URL?: string | undefined;
  CATALOG_MIGRATION_DATABASE_URL?: string | undefined;
  /** Where a local stack keeps its data and `stack.json`; `.vivero` when absent. */
  VIVERO_HOME?: string | undefined;
};

/** What `provision` takes beside it. */
type ProvisionEnvironment = {
  [name in
    | "ADMIN_DATABASE_URL"
    | "VIVERO_OWNER_PASSWORD"
    | "GENERATION_SERVICE_PASSWORD"
    | "CATALOG_SERVICE_PASSWORD"
    | "UNLEASH_DATABASE_PASSWORD"]?: string | undefined;
};

export const env: MigrationEnvironment & ProvisionEnvironment = process.env;
