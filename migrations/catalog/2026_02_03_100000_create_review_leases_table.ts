import type { Knex } from "knex";
import { limitLockWait, protectTenantTable } from "../tenant-table.ts";

/**
 * Who reviews which capability's branch, and until when. One row a branch, whose lease runs out, is renewed, given up or
 * taken over in place: nothing is deleted.
 */
export async function up(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw(`
    CREATE TABLE catalog.review_leases (
      organization_id bigint NOT NULL CHECK (organization_id > 0),
      capability_id bigint NOT NULL,
      scenario_id bigint NOT NULL,
      user_id bigint NOT NULL,
      user_name text CHECK (char_length(user_name) BETWEEN 1 AND 200),
      taken_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz NOT NULL,
      PRIMARY KEY (organization_id, capability_id),
      FOREIGN KEY (organization_id, scenario_id, capability_id)
        REFERENCES catalog.capabilities (organization_id, scenario_id, id)
    );
    COMMENT ON COLUMN catalog.review_leases.expires_at IS 'By the clock of the database; not after the present: nobody holds it.';
    CREATE INDEX review_leases_scenario ON catalog.review_leases (organization_id, scenario_id);
  `);
  await protectTenantTable(trx, "catalog", "review_leases");
}

export async function down(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw("DROP TABLE catalog.review_leases");
}
