import { type CatalogApi, type CatalogDetail, type EntityType, notFound } from "@vivero/contracts";
import type { EntityKind } from "../entity-kinds.ts";
import type { Ports, Transaction } from "../ports.ts";
import {
  type CatalogRow,
  catalogEntitySql,
  KIND_BY_TYPE,
  PARENT_TABLE,
  toCatalogEntity,
} from "./catalog-entity-sql.ts";

/** Of the longest parts, the newest. */
const MOST = 200;

/**
 * One active entity with where it stands, what hangs from it, what else it is called and where, and its history from the
 * audit trail. Five statements at most, of one moment.
 *
 * @throws ViveroError NOT_FOUND for what is not active in the organization
 */
export function readCatalogDetail({ database }: Pick<Ports, "database">): CatalogApi["detail"] {
  return ({ type, id }, { actor }): Promise<CatalogDetail> =>
    database.tenant(
      actor.organizationId,
      async (trx) => {
        const kind = KIND_BY_TYPE[type];
        const { rows } = await trx.raw(
          catalogEntitySql(
            kind,
            `SELECT organization_id, id, 0 AS score FROM catalog.${kind.table} WHERE id = :id AND status = 'active'`,
          ),
          { id },
        );
        const [row]: CatalogRow[] = rows;
        if (!row) throw notFound(`active ${type}`, id);
        const aliases = await readAliases(trx, kind, id);
        return {
          entity: toCatalogEntity(row),
          ancestors: row.parentId === null ? [] : await readAncestors(trx, type, row.parentId),
          children: { count: await countChildren(trx, type, id) },
          aliases,
          usedIn: usesOf(row, aliases),
          history: await readHistory(trx, type, id),
        };
      },
      { isolation: "repeatable read" },
    );
}

/** The parent, and a competency's capability before it, each the one that it was merged into. */
async function readAncestors(
  trx: Transaction,
  type: EntityType,
  parentId: number,
): Promise<CatalogDetail["ancestors"]> {
  const { rows } = await trx.raw(
    type === "competency"
      ? `SELECT 'capability' AS type, id, name FROM catalog.capabilities WHERE id = :parentId`
      : `SELECT 'capability' AS type, capability.id, capability.name
         FROM catalog.competencies AS competency
         JOIN catalog.capabilities AS above ON above.id = competency.capability_id
         JOIN catalog.capabilities AS capability ON capability.id = COALESCE(above.merged_into_id, above.id)
         WHERE competency.id = :parentId
         UNION ALL SELECT 'competency', id, name FROM catalog.competencies WHERE id = :parentId`,
    { parentId },
  );
  return rows;
}

/** The active ones beneath it and beneath what was merged into it. */
async function countChildren(trx: Transaction, type: EntityType, id: number): Promise<number> {
  const child = Object.values(KIND_BY_TYPE).find(
    (kind) => PARENT_TABLE[kind.type] === KIND_BY_TYPE[type].table,
  );
  if (!child) return 0;
  const { rows } = await trx.raw(
    `SELECT count(*) AS count FROM catalog.${child.table} WHERE status = 'active' AND ${child.parentColumn} IN (
       SELECT id FROM catalog.${KIND_BY_TYPE[type].table} WHERE id = :id OR merged_into_id = :id)`,
    { id },
  );
  return rows[0].count;
}

async function readAliases(
  trx: Transaction,
  { type, table }: EntityKind,
  id: number,
): Promise<CatalogDetail["aliases"]> {
  const { rows } = await trx.raw(
    `SELECT '${type}' AS type, id, name, scenario_id AS "scenarioId", decided_at AS "mergedAt"
     FROM catalog.${table} WHERE merged_into_id = :id ORDER BY decided_at DESC NULLS LAST, id DESC LIMIT ${MOST}`,
    { id },
  );
  return rows.map(({ mergedAt, ...alias }: CatalogDetail["aliases"][number] & { mergedAt: Date | null }) => ({
    ...alias,
    mergedAt: mergedAt?.toISOString() ?? null,
  }));
}

/** The scenario that it comes from, and those of what was merged into it; each name there once. */
function usesOf(row: CatalogRow, aliases: CatalogDetail["aliases"]): CatalogDetail["usedIn"] {
  const uses = [...aliases, row].map(({ scenarioId, name }) => ({ scenarioId, as: name }));
  return [...new Map(uses.map((use) => [`${use.scenarioId}:${use.as}`, use])).values()].slice(0, MOST);
}

async function readHistory(
  trx: Transaction,
  type: EntityType,
  id: number,
): Promise<CatalogDetail["history"]> {
  const { rows } = await trx.raw(
    `SELECT occurred_at AS at, actor_user_id AS "userId", action, scenario_id AS "scenarioId", before, after
     FROM catalog.audit_events WHERE entity_type = :type AND entity_id = :id ORDER BY id DESC LIMIT ${MOST}`,
    { type, id },
  );
  return rows.map(({ at, ...event }: CatalogDetail["history"][number] & { at: Date }) => ({
    ...event,
    at: at.toISOString(),
  }));
}
