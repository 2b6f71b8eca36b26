import type { Knex } from "knex";
import { limitLockWait, protectTenantTable } from "../tenant-table.ts";

/** The answer as it streamed in, in order, apart for each attempt: a new attempt never mixes with an old one's chunks. */
export async function up(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw(`
    CREATE TABLE generation.generation_chunks (
      organization_id bigint NOT NULL,
      generation_id bigint NOT NULL,
      attempt integer NOT NULL,
      sequence integer NOT NULL CHECK (sequence >= 0),
      text text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (organization_id, generation_id, attempt, sequence),
      FOREIGN KEY (organization_id, generation_id, attempt)
        REFERENCES generation.generation_attempts (organization_id, generation_id, attempt)
    );
  `);
  await protectTenantTable(trx, "generation", "generation_chunks", ["UPDATE"]);
}

export async function down(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw("DROP TABLE generation.generation_chunks");
}
