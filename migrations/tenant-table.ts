import type { Knex } from "knex";

/** The schemas of the product, each with the one login role that serves it. */
export type Schema = "generation" | "catalog";

/**
 * Gives up after five seconds instead of queueing in front of the services' own statements: a migration that
 * cannot have its lock soon must fail and be tried again, never hold up a live table.
 * Holds for the migration's transaction.
 */
export async function limitLockWait(trx: Knex): Promise<void> {
  await trx.raw("SET LOCAL lock_timeout = '5s'");
}

/**
 * Closes a table by tenant: row-level security on and forced (it binds the owner too), the schema's service role
 * sees and writes only the organization named by the setting `vivero.organization_id` (unset or empty: no rows), and
 * `vivero_owner` has every row, so that backfills and operators' plain SQL work.
 * Takes from the service role what `revoke` names of the default privileges; DELETE always, as nothing is deleted.
 *
 * The setting is read by an expression and not by a function, so that the planner can use it as an index condition.
 */
export async function protectTenantTable(
  trx: Knex,
  schema: Schema,
  table: string,
  revoke: readonly ("INSERT" | "UPDATE")[] = [],
): Promise<void> {
  const service = `${schema}_service`;
  const own = "organization_id = NULLIF(current_setting('vivero.organization_id', true), '')::bigint";
  await trx.raw(`
    ALTER TABLE ${schema}.${table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${schema}.${table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY own_organization ON ${schema}.${table} TO ${service} USING (${own}) WITH CHECK (${own});
    CREATE POLICY every_organization ON ${schema}.${table} TO vivero_owner USING (true) WITH CHECK (true);
    REVOKE ${["DELETE", ...revoke].join(", ")} ON ${schema}.${table} FROM ${service};
  `);
}
