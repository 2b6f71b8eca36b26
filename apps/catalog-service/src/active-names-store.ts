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
 * A condition for the active rows of a table that bear one of the name keys in a binding, a JSON array of texts.
 *
 * The keys go in as an array that the planner cannot look into: it walks the index `…_one_active_name` with it, on
 * fresh tables without statistics too (20 ms for 13,896 keys among 100,000 names; as a literal array it takes 10 ms to
 * plan and reads the whole table).
 */
export const whereNameIsOneOf = (binding: string) =>
  `status = 'active' AND name_key = ANY (ARRAY(SELECT jsonb_array_elements_text(${binding}::jsonb)))`;

/**
 * The active entities of the organization that bear these name keys. One statement for all kinds, however many names;
 * locks nothing.
 */
export async function findActiveNames(
  trx: Knex.Transaction,
  nameKeys: Readonly<Record<keyof TreeCounts, readonly string[]>>,
): Promise<ActiveName[]> {
  const select = ({ type, table }: EntityKind) =>
    `SELECT '${type}' AS type, id, name, name_key AS "nameKey", scenario_id AS "scenarioId"
     FROM catalog.${table} WHERE ${whereNameIsOneOf(`:${table}`)}`;
  const { rows } = await trx.raw(ENTITY_KINDS.map(select).join(" UNION ALL "), {
    capabilities: JSON.stringify(nameKeys.capabilities),
    competencies: JSON.stringify(nameKeys.competencies),
    skills: JSON.stringify(nameKeys.skills),
  });
  return rows;
}
