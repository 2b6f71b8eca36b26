import type { Knex } from "knex";
import { limitLockWait, protectTenantTable } from "../tenant-table.ts";

/**
 * One row an attempt of a worker at a generation. At most one runs at a time: who takes over a dead worker's
 * generation marks its attempt `abandoned` first.
 */
export async function up(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw(`
    CREATE TABLE generation.generation_attempts (
      organization_id bigint NOT NULL,
      generation_id bigint NOT NULL,
      attempt integer NOT NULL CHECK (attempt > 0),
      status text NOT NULL DEFAULT 'running'
        CHECK (status IN ('running', 'succeeded', 'failed', 'abandoned', 'cancelled')),
      worker text,
      model_version text,
      finish_reason text,
      input_tokens integer CHECK (input_tokens >= 0),
      output_tokens integer CHECK (output_tokens >= 0),
      cost numeric CHECK (cost >= 0),
      error jsonb,
      started_at timestamptz NOT NULL DEFAULT now(),
      heartbeat_at timestamptz NOT NULL DEFAULT now(),
      ended_at timestamptz,
      PRIMARY KEY (organization_id, generation_id, attempt),
      FOREIGN KEY (organization_id, generation_id) REFERENCES generation.scenario_generations (organization_id, id),
      CONSTRAINT generation_attempts_ended_unless_running CHECK ((status = 'running') = (ended_at IS NULL))
    );
    CREATE UNIQUE INDEX generation_attempts_one_running ON generation.generation_attempts
      (organization_id, generation_id) WHERE status = 'running';
  `);
  await protectTenantTable(trx, "generation", "generation_attempts");
}

export async function down(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw("DROP TABLE generation.generation_attempts");
}
