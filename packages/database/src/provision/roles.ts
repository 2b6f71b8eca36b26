import { type Client, escapeIdentifier, escapeLiteral } from "pg";
import { scramVerifier } from "./scram-verifier.ts";

const ROLE_NAMES = ["vivero_owner", "generation_service", "catalog_service", "unleash"] as const;

export type RoleName = (typeof ROLE_NAMES)[number];

/** One password for each login role: printable ASCII without spaces. */
export type RolePasswords = Record<RoleName, string>;

/**
 * Makes the login roles that are absent, and gives all of them these passwords and no special power, but for one: the owner may
 * see what other sessions and replicas are at, so that a backfill can hold back for them.
 */
export async function ensureRoles(client: Client, passwords: RolePasswords): Promise<void> {
  const { rows } = await client.query("SELECT rolname FROM pg_roles WHERE rolname = ANY($1)", [ROLE_NAMES]);
  const present = new Set(rows.map((row: { rolname: string }) => row.rolname));
  for (const role of ROLE_NAMES) {
    const name = escapeIdentifier(role);
    if (!present.has(role)) await client.query(`CREATE ROLE ${name}`);
    await client.query(
      `ALTER ROLE ${name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
       PASSWORD ${escapeLiteral(scramVerifier(passwords[role]))}`,
    );
  }
  await client.query("GRANT pg_read_all_stats TO vivero_owner");
}
