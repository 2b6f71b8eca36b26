import { type Client, escapeIdentifier } from "pg";
import type { RoleName } from "./roles.ts";

type DatabaseDescription = { name: string; owner: RoleName; users: readonly RoleName[] };

/** Makes the database when it is absent, and lets its owner and its users connect, and nobody else. */
export async function ensureDatabase(client: Client, description: DatabaseDescription): Promise<void> {
  const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [description.name]);
  const name = escapeIdentifier(description.name);
  if (rowCount === 0) {
    // template0: template1 may hold what somebody put there. Sorting by code point is the same on every machine.
    await client.query(
      `CREATE DATABASE ${name} OWNER ${escapeIdentifier(description.owner)}
       TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER libc LC_COLLATE 'C'`,
    );
  }
  // An image's own first step may have made it for the superuser.
  await client.query(`ALTER DATABASE ${name} OWNER TO ${escapeIdentifier(description.owner)}`);
  await allowConnections(client, description);
}

/** Lets the database's owner and users connect, and nobody else. A copy made with TEMPLATE does not inherit this. */
export async function allowConnections(client: Client, { name, users }: DatabaseDescription): Promise<void> {
  const database = escapeIdentifier(name);
  await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
  if (users.length === 0) return;
  await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${users.map(escapeIdentifier).join(", ")}`);
}

/** Makes plain table names work for everybody. A copy made with TEMPLATE does not inherit this. */
export async function configureDatabase(client: Client, databaseName: string): Promise<void> {
  const database = escapeIdentifier(databaseName);
  await client.query(`ALTER DATABASE ${database} SET search_path = generation, catalog, public`);
}
