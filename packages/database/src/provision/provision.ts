import { Client } from "pg";
import { type DatabaseUrls, databaseUrls, urlOfDatabase } from "./database-urls.ts";
import { configureDatabase, ensureDatabase } from "./databases.ts";
import { ensureRoles, type RolePasswords } from "./roles.ts";
import { ensureSchemas } from "./schemas.ts";

export type ProvisionOptions = {
  /** A superuser's URL, for any database of a PostgreSQL 15 or newer. */
  adminUrl: string;
  /** Default `vivero`. */
  databaseName?: string;
  passwords: RolePasswords;
  /** Names of further databases, made like the first (an installation with one for each service). */
  extraDatabases?: readonly string[];
};

// Any number will do, as long as nobody else on the server locks it.
const PROVISIONING_LOCK = 7_164_309_225;

/**
 * Makes what migrations and services need, and Unleash's database: roles, databases, schemas, extensions, privileges.
 *
 * What is there already stays; passwords are set anew. It may be run at every start, and by several at a time: with the
 * same `adminUrl` they wait for one another.
 *
 * @returns the URLs by which each role reaches its database
 */
export async function provision(options: ProvisionOptions): Promise<DatabaseUrls> {
  const { adminUrl, databaseName = "vivero", passwords, extraDatabases = [] } = options;
  await withClient(adminUrl, async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [PROVISIONING_LOCK]);
    await ensureRoles(client, passwords);
    await ensureDatabase(client, { name: "unleash", owner: "unleash", users: [] });
    for (const name of [databaseName, ...extraDatabases]) {
      await ensureDatabase(client, {
        name,
        owner: "vivero_owner",
        users: ["generation_service", "catalog_service"],
      });
      await configureDatabase(client, name);
      await withClient(urlOfDatabase(adminUrl, name), ensureSchemas);
    }
  });
  return databaseUrls({ adminUrl, databaseName, passwords });
}

async function withClient(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url, application_name: "vivero-provision" });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
