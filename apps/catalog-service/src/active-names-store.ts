import type { EntityType, TreeCounts } from "@vivero/contracts";
import type { Knex } from "knex";
import { ENTITY_KINDS, type EntityKind } from "./entity-kinds.ts";

/** An active entity that bears one of the names asked for. */
export interface ActiveName {
  readonly type: EntityType;
  readonly id: number;
  readonly name: string;
  readonly nameKey: string;
  readonly scenarioId: number;
}

/**
 * The rows of `owner`: one kind's active entities that bear one of the name keys in a binding, a JSON array of texts.
 *
 * LIMIT keeps the planner from joining in any other way than one look into `…_one_active_name` a key. On tables without
 * statistics it takes the organization for a handful of rows, and compared each with each: 31 s for 13,896 keys among
 * 100,000 names, instead of 60 ms.
 */
export const activeOwnersSql = (table: keyof TreeCounts, binding: string) =>
  `jsonb_array_elements_text(${binding}::jsonb) AS wanted (name_key) CROSS JOIN LATERAL (
     SELECT id, name, name_key, scenario_id FROM catalog.${table}
     WHERE status = 'active' AND name_key = wanted.name_key LIMIT 1) AS owner`;

/**
 * The active entities of the organization that bear these name keys. One statement for all kinds, however many names;
 * locks nothing.
 */
export async function findActiveNames(
  trx: Knex.Transaction,
  nameKeys: Readonly<Record<keyof TreeCounts, readonly string[]>>,
): Promise<ActiveName[]> {
  const select = ({ type, table }: EntityKind) =>
    `SELECT '${type}' AS type, owner.id, owner.name, owner.name_key AS "nameKey", owner.scenario_id AS "scenarioId"
     FROM ${activeOwnersSql(table, `:${table}`)}`;
  const { rows } = await trx.raw(ENTITY_KINDS.map(select).join(" UNION ALL "), {
    capabilities: JSON.stringify(nameKeys.capabilities),
    competencies: JSON.stringify(nameKeys.competencies),
    skills: JSON.stringify(nameKeys.skills),
  });
  return rows;
}
