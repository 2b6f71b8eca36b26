import { randomBytes } from "node:crypto";
import { type Database, openDatabase } from "@vivero/database";
import { OperationError } from "../command/operation-error.ts";
import { urlOfDatabase } from "../installation/database-address.ts";

const PREFIX = "vivero_proof_";
// Any number will do, as long as nobody else on the server locks it.
const PROOF_LOCK = 716_430_977;

/**
 * Runs `work` with an empty database on the same server, which is dropped afterwards, whatever happens. What a killed
 * run left behind is dropped first; one run at a time on a server, so that nobody's database in use is taken for such.
 * @throws OperationError when another one is at work
 */
export async function withScratchDatabase<T>(
  adminUrl: string,
  work: (url: string, name: string) => Promise<T>,
): Promise<T> {
  // From another database of the server: the lock's session must outlive the scratch database, and the live one may be replaced.
  const server = openDatabase({
    url: urlOfDatabase(adminUrl, "postgres"),
    applicationName: "vivero-backup-proof",
    poolSize: 1,
  });
  try {
    const { rows } = await server.knex.raw("SELECT pg_try_advisory_lock(?) AS locked", [PROOF_LOCK]);
    if (!rows[0].locked)
      throw new OperationError("Another backup is being proven on this server: wait until it is through.");
    await dropLeftovers(server);
    const name = `${PREFIX}${randomBytes(5).toString("hex")}`;
    // Encoding and collation as everywhere in this product; template1 may hold what somebody put there.
    await server.knex.raw(
      `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER libc LC_COLLATE 'C'`,
    );
    try {
      await server.knex.raw(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
      return await work(urlOfDatabase(adminUrl, name), name);
    } finally {
      await server.knex.raw(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    }
  } finally {
    await server.close();
  }
}

async function dropLeftovers(server: Database): Promise<void> {
  const { rows } = await server.knex.raw("SELECT datname FROM pg_database WHERE datname ~ ?", [
    `^${PREFIX}[0-9a-f]{10}$`,
  ]);
  for (const { datname } of rows) await server.knex.raw(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
}
