import { setTimeout as delay } from "node:timers/promises";
import type { Knex } from "knex";

export type TenantWork<T> = (trx: Knex.Transaction) => Promise<T>;

export type TenantOptions = {
  /** Default: the server's, which is `read committed`. */
  isolation?: "read committed" | "repeatable read" | "serializable";
};

const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 20;
const SERIALIZATION_FAILURE = "40001";
const DEADLOCK_DETECTED = "40P01";

/** What `Database.tenant` does; see there. */
export async function runForTenant<T>(
  database: Knex,
  organizationId: number,
  work: TenantWork<T>,
  options: TenantOptions = {},
): Promise<T> {
  if (!Number.isSafeInteger(organizationId) || organizationId <= 0) {
    throw new RangeError(`An organization id is a positive integer, not ${organizationId}`);
  }
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce(database, organizationId, work, options);
    } catch (error) {
      if (attempt === ATTEMPTS || !isWorthRepeating(error)) throw error;
      // Those that met once shall not meet again: each waits a time of its own.
      await delay(FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random()));
    }
  }
}

function runOnce<T>(
  database: Knex,
  organizationId: number,
  work: TenantWork<T>,
  { isolation }: TenantOptions,
): Promise<T> {
  return database.transaction(
    async (trx) => {
      await trx.raw("SELECT set_config('vivero.organization_id', ?, true)", [String(organizationId)]);
      return work(trx);
    },
    isolation === undefined ? {} : { isolationLevel: isolation },
  );
}

function isWorthRepeating(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  return error.code === SERIALIZATION_FAILURE || error.code === DEADLOCK_DETECTED;
}
