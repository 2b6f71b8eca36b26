import type { EntityType, SimilarEntity } from "@vivero/contracts";
import type { Knex } from "knex";
import { ENTITY_KINDS, type EntityKind } from "../entity-kinds.ts";
import type { Ranked } from "./rank-candidates.ts";

/** What was found for one entity. */
export interface Found {
  readonly type: EntityType;
  readonly id: number;
  readonly suggestions: readonly Ranked[];
}

/** The database's clock, at the start of the transaction. One statement. */
export async function startOf(trx: Knex.Transaction): Promise<Date> {
  const { rows } = await trx.raw("SELECT now() AS now");
  return rows[0].now;
}

/**
 * Keeps what was found, unless something newer is known: of an entity that was edited while a job was at it, the job's
 * findings are old. One statement however many; locks their rows.
 * @param computedAt when it was begun to look
 */
export async function keepSuggestions(
  trx: Knex.Transaction,
  {
    organizationId,
    scenarioId,
    computedAt,
  }: { organizationId: number; scenarioId: number; computedAt: Date },
  found: readonly Found[],
): Promise<void> {
  const rows = found.map(({ type, id, suggestions }) => ({
    type,
    id,
    suggestions: suggestions.map(({ id, similarity, ambiguous }) => ({ id, similarity, ambiguous })),
  }));
  await trx.raw(
    `INSERT INTO catalog.entity_suggestions AS kept
       (organization_id, type, entity_id, scenario_id, suggestions, computed_at)
     SELECT :organizationId::bigint, type, id, :scenarioId::bigint, suggestions, :computedAt::timestamptz
     FROM jsonb_to_recordset(:rows::jsonb) AS row (type text, id bigint, suggestions jsonb)
     ON CONFLICT (organization_id, type, entity_id) DO UPDATE
       SET suggestions = EXCLUDED.suggestions, computed_at = EXCLUDED.computed_at
       WHERE kept.computed_at <= EXCLUDED.computed_at`,
    { organizationId, scenarioId, computedAt, rows: JSON.stringify(rows) },
  );
}

/** Notes that suggestions were looked for. One statement; waits for a decision that is being taken. */
export async function noteSuggested(
  trx: Knex.Transaction,
  { scenarioId, at }: { scenarioId: number; at: Date },
): Promise<void> {
  await trx("catalog.incubations").where({ scenario_id: scenarioId }).update({ suggested_at: at });
}

/** For each entity by `type:id`, what was suggested for it and is active now, best first. */
export type SuggestionsByEntity = ReadonlyMap<string, SimilarEntity[]>;

/**
 * What is suggested for a scenario's entities, as far as it is still active. One statement; locks nothing.
 * @param only one entity of them
 */
export async function readSuggestions(
  trx: Knex.Transaction,
  scenarioId: number,
  only?: { type: EntityType; id: number },
): Promise<SuggestionsByEntity> {
  const select = ({ type, table }: EntityKind) =>
    `SELECT kept.entity_id AS "entityId", place, '${type}' AS type, target.id, target.name,
       (item ->> 'similarity')::float8 AS similarity, (item ->> 'ambiguous')::boolean AS ambiguous
     FROM catalog.entity_suggestions AS kept
     CROSS JOIN jsonb_array_elements(kept.suggestions) WITH ORDINALITY AS each (item, place)
     JOIN catalog.${table} AS target ON target.organization_id = kept.organization_id
       AND target.id = (item ->> 'id')::bigint AND target.status = 'active'
     WHERE kept.scenario_id = :scenarioId AND kept.type = '${type}' AND (:id::bigint IS NULL OR kept.entity_id = :id)`;
  const kinds = ENTITY_KINDS.filter(({ type }) => only === undefined || type === only.type);
  const { rows } = await trx.raw(
    `${kinds.map(select).join(" UNION ALL ")} ORDER BY type, "entityId", place`,
    {
      scenarioId,
      id: only?.id ?? null,
    },
  );
  const byEntity = new Map<string, SimilarEntity[]>();
  for (const { entityId, place: _, ...suggestion } of rows) {
    const key = `${suggestion.type}:${entityId}`;
    byEntity.set(key, [...(byEntity.get(key) ?? []), suggestion]);
  }
  return byEntity;
}
