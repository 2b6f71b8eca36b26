/** What the operators' commands take from the environment; empty counts as absent. */
export type OperatorEnvironment = Readonly<{
  [name in
    | "APP_ENV"
    | "VIVERO_HOME"
    | "VIVERO_COMMIT"
    | "MIGRATION_DATABASE_URL"
    | "GENERATION_MIGRATION_DATABASE_URL"
    | "CATALOG_MIGRATION_DATABASE_URL"
    | "ADMIN_DATABASE_URL"
    | "UNLEASH_URL"
    | "UNLEASH_ADMIN_TOKEN"
    | "UNLEASH_ENVIRONMENT"
    | "PRODUCTION_UNLEASH_URL"
    | "PRODUCTION_UNLEASH_ADMIN_TOKEN"
    | "GATEWAY_URLS"
    | "RUNBOOK_API_TOKENS"
    | "PG_BIN"
    | "PATH"
    | "LANG"
    | "INIT_CWD"]?: string | undefined;
}>;

export const environment: OperatorEnvironment = process.env;

/** Everything of the environment, for the programs that a command runs. */
export const inheritedEnvironment: Readonly<Record<string, string | undefined>> = process.env;
