import type { ReviewLease } from "@vivero/contracts";
import type { Knex } from "knex";

/** Long enough to think about an entity; whoever goes on reviewing renews it. */
const LEASE = "interval '5 minutes'";

const LEASE_COLUMNS = `capability_id AS "capabilityId", user_id AS "userId", user_name AS "userName",
  expires_at AS "expiresAt"`;

interface Row extends Omit<ReviewLease, "expiresAt"> {
  readonly expiresAt: Date;
}
const toLease = (row: Row): ReviewLease => ({ ...row, expiresAt: row.expiresAt.toISOString() });

/** Who asks for which branch. */
export interface LeaseClaim {
  readonly organizationId: number;
  readonly scenarioId: number;
  readonly capabilityId: number;
  readonly userId: number;
  readonly userName: string | null;
}

/**
 * Takes a branch for five minutes, or renews the claimant's own lease, by the database's clock. One statement; waits for
 * another claim on the branch.
 * @returns the lease; nothing while somebody else holds the branch, or when the scenario has no such capability
 */
export async function claimLease(trx: Knex.Transaction, claim: LeaseClaim): Promise<ReviewLease | undefined> {
  const { rows } = await trx.raw(
    `INSERT INTO catalog.review_leases AS lease
       (organization_id, capability_id, scenario_id, user_id, user_name, taken_at, expires_at)
     SELECT organization_id, id, scenario_id, :userId::bigint, :userName::text, now(), now() + ${LEASE}
     FROM catalog.capabilities WHERE organization_id = :organizationId AND id = :capabilityId AND scenario_id = :scenarioId
     ON CONFLICT (organization_id, capability_id) DO UPDATE SET
       user_id = EXCLUDED.user_id, user_name = EXCLUDED.user_name, expires_at = EXCLUDED.expires_at,
       taken_at = CASE WHEN lease.user_id = EXCLUDED.user_id THEN lease.taken_at ELSE EXCLUDED.taken_at END
     WHERE lease.user_id = EXCLUDED.user_id OR lease.expires_at <= now()
     RETURNING ${LEASE_COLUMNS}`,
    { ...claim },
  );
  return rows[0] && toLease(rows[0]);
}

/**
 * Gives the holder's own lease up; nothing happens when it is not theirs. One statement.
 * @returns whether the scenario has such a capability
 */
export async function endLease(
  trx: Knex.Transaction,
  { scenarioId, capabilityId, userId }: { scenarioId: number; capabilityId: number; userId: number },
): Promise<boolean> {
  const { rows } = await trx.raw(
    `WITH ended AS (
       UPDATE catalog.review_leases SET expires_at = now()
       WHERE capability_id = :capabilityId AND scenario_id = :scenarioId AND user_id = :userId AND expires_at > now()
     )
     SELECT EXISTS (
       SELECT FROM catalog.capabilities WHERE id = :capabilityId AND scenario_id = :scenarioId
     ) AS known`,
    { scenarioId, capabilityId, userId },
  );
  return rows[0].known;
}

/**
 * The leases of a scenario that hold now. One statement; locks nothing.
 * @param besides leave this person's out
 */
export async function liveLeases(
  trx: Knex.Transaction,
  scenarioId: number,
  { besides }: { besides?: number } = {},
): Promise<ReviewLease[]> {
  const { rows } = await trx.raw(
    `SELECT ${LEASE_COLUMNS} FROM catalog.review_leases
     WHERE scenario_id = :scenarioId AND expires_at > now() AND user_id IS DISTINCT FROM :besides::bigint
     ORDER BY capability_id`,
    { scenarioId, besides: besides ?? null },
  );
  return rows.map(toLease);
}
