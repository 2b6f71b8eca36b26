import type { Knex } from "knex";
import { ENTITY_KINDS, type EntityKind } from "../entity-kinds.ts";
import { type EntityKey, keyOf, type ReviewedEntity } from "./scenario-tree.ts";

/**
 * Everything imported for a scenario, in the order that a scenario tree needs: by kind from the top, then as in the
 * answer. One statement; locks nothing, as the incubation's lock keeps other decisions out.
 */
export async function readEntities(trx: Knex.Transaction, scenarioId: number): Promise<ReviewedEntity[]> {
  const select = ({ type, table, parentColumn }: EntityKind, depth: number) =>
    `SELECT ${depth} AS depth, '${type}' AS type, id, ${parentColumn} AS "parentId", name, name_key AS "nameKey",
       status, merged_into_id AS "mergedIntoId", rejection_reason AS "rejectionReason", decision_id AS "decisionId"
     FROM catalog.${table} WHERE scenario_id = :scenarioId`;
  const { rows } = await trx.raw(`${ENTITY_KINDS.map(select).join(" UNION ALL ")} ORDER BY depth, id`, {
    scenarioId,
  });
  return rows;
}

/**
 * For each active entity of a scenario that an entity of another scenario is merged into: one of those. One statement;
 * locks nothing.
 */
export async function findUsesElsewhere(
  trx: Knex.Transaction,
  scenarioId: number,
): Promise<Map<EntityKey, { type: ReviewedEntity["type"]; id: number; name: string }>> {
  const select = ({ type, table }: EntityKind) =>
    `SELECT '${type}' AS type, user_.merged_into_id AS "mergedIntoId", user_.id, user_.name
     FROM catalog.${table} AS owner
     JOIN catalog.${table} AS user_ ON user_.organization_id = owner.organization_id AND user_.merged_into_id = owner.id
     WHERE owner.scenario_id = :scenarioId AND owner.status = 'active' AND user_.scenario_id <> :scenarioId`;
  const { rows } = await trx.raw(ENTITY_KINDS.map(select).join(" UNION ALL "), { scenarioId });
  return new Map(
    rows.map((row: { type: ReviewedEntity["type"]; mergedIntoId: number; id: number; name: string }) => [
      keyOf({ type: row.type, id: row.mergedIntoId }),
      { type: row.type, id: row.id, name: row.name },
    ]),
  );
}
