import type { Knex } from "knex";
import { limitLockWait, protectTenantTable } from "../tenant-table.ts";

/**
 * The active entities that an incubating one may be, as they were when they were looked for: a row an entity that has
 * some. Whoever reads them leaves out those that are not active any more.
 *
 * An entity is named by kind and id, which no foreign key can follow into three tables; entities are never deleted.
 */
export async function up(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw(`
    CREATE TABLE catalog.entity_suggestions (
      organization_id bigint NOT NULL CHECK (organization_id > 0),
      type text NOT NULL CHECK (type IN ('capability', 'competency', 'skill')),
      entity_id bigint NOT NULL,
      scenario_id bigint NOT NULL,
      suggestions jsonb NOT NULL CHECK (jsonb_typeof(suggestions) = 'array'),
      computed_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (organization_id, type, entity_id)
    );
    COMMENT ON COLUMN catalog.entity_suggestions.suggestions IS
      'Best first: [{"id", "similarity", "ambiguous"}], ids of the same kind.';
    CREATE INDEX entity_suggestions_scenario ON catalog.entity_suggestions (organization_id, scenario_id);
    ALTER TABLE catalog.incubations ADD COLUMN suggested_at timestamptz;
    COMMENT ON COLUMN catalog.incubations.suggested_at IS
      'When suggestions for the whole import were last looked for; null: not yet.';
  `);
  await protectTenantTable(trx, "catalog", "entity_suggestions");
}

export async function down(trx: Knex): Promise<void> {
  await limitLockWait(trx);
  await trx.raw(`
    ALTER TABLE catalog.incubations DROP COLUMN suggested_at;
    DROP TABLE catalog.entity_suggestions;
  `);
}
