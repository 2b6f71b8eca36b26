import type { MergeInput } from "@vivero/contracts";
import type { Knex } from "knex";
import { ENTITY_KINDS, type EntityKind } from "../entity-kinds.ts";
import type { MergeTarget } from "./decide-merge.ts";
import { type EntityKey, keyOf } from "./scenario-tree.ts";

/** Ids by table, each once: an array that the planner sees is looked up in the primary key. */
const idsByTable = (items: MergeInput["items"]) =>
  Object.fromEntries(
    ENTITY_KINDS.map(({ type, table }) => [
      table,
      [...new Set(items.filter((item) => item.type === type).map(({ intoId }) => intoId))],
    ]),
  );

/**
 * Keeps decisions on the targets' scenarios waiting until the transaction ends, so that no target is taken out of the
 * catalog between looking and merging. Locks those incubations, in one order. One statement. Two merges that want each
 * other's scenarios deadlock; the tenant's transaction is then run again.
 */
export async function holdTargets(
  trx: Knex.Transaction,
  scenarioId: number,
  items: MergeInput["items"],
): Promise<void> {
  const select = ({ table }: EntityKind) =>
    `SELECT scenario_id FROM catalog.${table} WHERE id = ANY (:${table}::bigint[])`;
  await trx.raw(
    `SELECT FROM catalog.incubations
     WHERE scenario_id <> :scenarioId AND scenario_id IN (${ENTITY_KINDS.map(select).join(" UNION ")})
     ORDER BY id FOR SHARE`,
    { scenarioId, ...idsByTable(items) },
  );
}

/** What the items are to be merged into, as it stands; what the organization does not have is not in it. One statement. */
export async function findTargets(
  trx: Knex.Transaction,
  items: MergeInput["items"],
): Promise<Map<EntityKey, MergeTarget>> {
  const select = ({ type, table }: EntityKind) =>
    `SELECT '${type}' AS type, id, name, status FROM catalog.${table} WHERE id = ANY (:${table}::bigint[])`;
  const { rows } = await trx.raw(ENTITY_KINDS.map(select).join(" UNION ALL "), idsByTable(items));
  return new Map(rows.map((target: MergeTarget) => [keyOf(target), target]));
}
