import type { Knex } from "knex";
import { limitLockWait, protectTenantTable } from "../tenant-table.ts";

/**
 * What a planner has typed into the wizard and not yet sent, redacted like a prompt. The one table whose rows the service
 * may delete: a draft is scratch paper of one person, no record of anything.
 */
export async function up(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw(`
    CREATE TABLE generation.generation_drafts (
      organization_id bigint NOT NULL CHECK (organization_id > 0),
      id uuid NOT NULL,
      user_id bigint NOT NULL CHECK (user_id > 0),
      step smallint NOT NULL CHECK (step BETWEEN 1 AND 5),
      company_name text,
      request jsonb NOT NULL CHECK (jsonb_typeof(request) = 'object' AND octet_length(request::text) <= 500000),
      redactions jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(redactions) = 'array'),
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (organization_id, id)
    );
    COMMENT ON COLUMN generation.generation_drafts.id IS 'Chosen by the page, so that saving twice makes one draft.';
    CREATE INDEX generation_drafts_of_person ON generation.generation_drafts (organization_id, user_id, updated_at DESC);
    CREATE INDEX generation_drafts_by_age ON generation.generation_drafts (organization_id, updated_at);
  `);
  await protectTenantTable(trx, "generation", "generation_drafts");
  await trx.raw("GRANT DELETE ON generation.generation_drafts TO generation_service");
}

export async function down(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw("DROP TABLE generation.generation_drafts");
}

/** Drafts exist nowhere else. */
export async function dataLostByDown(db: Knex): Promise<string[]> {
  const { rows } = await db.raw("SELECT count(*)::integer AS count FROM generation.generation_drafts");
  const { count } = rows[0];
  return count === 0 ? [] : [`${count} drafts of the wizard are in generation.generation_drafts.`];
}
