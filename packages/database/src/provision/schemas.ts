import type { Client } from "pg";

/**
 * Makes the schemas of one Vivero database, with the privileges that migrations count on: whatever `vivero_owner` makes in
 * a service's schema, that service may read and write, and the other may not even see.
 *
 * PostgreSQL knows no CREATE EXTENSION or CREATE SCHEMA by a service role here: both belong to the superuser's step.
 */
export async function ensureSchemas(client: Client): Promise<void> {
  await client.query(`
    BEGIN;

    ALTER SCHEMA public OWNER TO CURRENT_USER;
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    GRANT USAGE ON SCHEMA public TO vivero_owner, generation_service, catalog_service;
    CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;
    CREATE EXTENSION IF NOT EXISTS pgcrypto SCHEMA public;

    ${serviceSchemas({ schema: "generation", queue: "generation_queue", service: "generation_service" })}
    ${serviceSchemas({ schema: "catalog", queue: "catalog_queue", service: "catalog_service" })}

    COMMIT;
  `);
}

function serviceSchemas({
  schema,
  queue,
  service,
}: {
  schema: string;
  queue: string;
  service: string;
}): string {
  return `
    CREATE SCHEMA IF NOT EXISTS ${schema} AUTHORIZATION vivero_owner;
    REVOKE ALL ON SCHEMA ${schema} FROM PUBLIC;
    GRANT USAGE ON SCHEMA ${schema} TO ${service};
    ALTER DEFAULT PRIVILEGES FOR ROLE vivero_owner IN SCHEMA ${schema}
      GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${service};
    ALTER DEFAULT PRIVILEGES FOR ROLE vivero_owner IN SCHEMA ${schema} GRANT USAGE ON SEQUENCES TO ${service};

    -- pg-boss makes and migrates its own tables.
    CREATE SCHEMA IF NOT EXISTS ${queue} AUTHORIZATION ${service};
    REVOKE ALL ON SCHEMA ${queue} FROM PUBLIC;`;
}
