import type { Database } from "@vivero/database";

type Queries = Pick<Database["knex"], "raw">;

const SERVICES = ["generation_service", "catalog_service"];

/**
 * Runs `work` while the services cannot connect to this database, and have no session in it; nobody else is disturbed.
 * Afterwards, whatever happened, they may connect again.
 * @param note told how many sessions were ended
 */
export async function withoutServices<T>(
  admin: Queries,
  note: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const { rows } = await admin.raw(
    `SELECT rolname AS role FROM pg_roles WHERE rolname = ANY (?) AND has_database_privilege(rolname, current_database(), 'CONNECT')`,
    [SERVICES],
  );
  const roles: string[] = rows.map(({ role }: { role: string }) => role);
  for (const role of roles) await onThisDatabase(admin, "REVOKE CONNECT ON DATABASE %I FROM %I", role);
  try {
    const { rows: ended } = await admin.raw(
      "SELECT pg_terminate_backend(pid, 5000) AS ended FROM pg_stat_activity WHERE datname = current_database() AND usename = ANY (?)",
      [SERVICES],
    );
    note(`${ended.length} sessions of the services ended; they may not connect until it is done`);
    return await work();
  } finally {
    for (const role of roles) await onThisDatabase(admin, "GRANT CONNECT ON DATABASE %I TO %I", role);
  }
}

async function onThisDatabase(admin: Queries, template: string, role: string): Promise<void> {
  const { rows } = await admin.raw("SELECT format(?, current_database(), ?::text) AS statement", [
    template,
    role,
  ]);
  await admin.raw(rows[0].statement);
}

/** Who else is connected, for whoever wonders why a table is in use. */
export async function otherSessions(admin: Queries): Promise<string[]> {
  const { rows } = await admin.raw(
    `SELECT format('%s (%s, process %s, %s)', usename, COALESCE(NULLIF(application_name, ''), 'no name'), pid, state) AS session
       FROM pg_stat_activity
      WHERE datname = current_database() AND backend_type = 'client backend' AND application_name !~ '^vivero-(restore|deployment)' AND pid <> pg_backend_pid()`,
  );
  return rows.map(({ session }: { session: string }) => session);
}
