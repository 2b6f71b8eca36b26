import type { CatalogApi, CatalogEntity, CatalogPage, EntityType } from "@vivero/contracts";
import { ENTITY_KINDS, type EntityKind } from "../entity-kinds.ts";
import { searchKey } from "../name-key.ts";
import type { Ports } from "../ports.ts";
import { readSearchCursor, writeSearchCursor } from "./search-cursor.ts";

const DEFAULT_LIMIT = 50;
const KIND_BY_TYPE = Object.fromEntries(ENTITY_KINDS.map((kind) => [kind.type, kind])) as Record<
  EntityType,
  EntityKind
>;
const PARENT_TABLE: Record<EntityType, string | null> = {
  capability: null,
  competency: "capabilities",
  skill: "competencies",
};

/**
 * Searches the live catalog: active entities of one kind, by name and page by page. One statement.
 *
 * The term is found anywhere in the name, whatever its case and accents. An entity whose parent was merged belongs to
 * the one that the parent was merged into: `parentId` gives that one, in the filter as in the answer.
 * The cursor names the last entity of a page; since nothing is deleted, the next page starts behind its name even when
 * it has left the catalog meanwhile.
 *
 * @throws ViveroError INVALID_REQUEST for a foreign cursor
 */
export function searchCatalog({ database }: Pick<Ports, "database">): CatalogApi["search"] {
  return ({ type, search, parentId, cursor, limit = DEFAULT_LIMIT }, { actor }): Promise<CatalogPage> => {
    const after = cursor === undefined ? null : readSearchCursor(type, cursor);
    const term = search === undefined ? "" : searchKey(search);
    return database.tenant(actor.organizationId, async (trx) => {
      const { rows } = await trx.raw(searchSql(KIND_BY_TYPE[type], { term, after, parentId }), {
        pattern: `%${term.replace(/[\\%_]/g, "\\$&")}%`,
        after,
        parentId: parentId ?? null,
        // One more than asked for tells whether there is a next page.
        limit: limit + 1,
      });
      const items: CatalogEntity[] = rows.slice(0, limit).map(toEntity);
      const last = items.at(-1);
      return {
        items,
        nextCursor: rows.length > limit && last ? writeSearchCursor(type, last.id) : null,
      };
    });
  };
}

interface Filter {
  readonly term: string;
  readonly after: number | null;
  readonly parentId: number | undefined;
}

/**
 * The page is found in the index `…_active_search` alone, then its rows are read with their parents and the number of
 * entities merged into each. Names are constants; values are bound.
 */
function searchSql({ type, table, parentColumn, levelColumn }: EntityKind, filter: Filter): string {
  const parentTable = PARENT_TABLE[type];
  const column = (name: string) => (name.startsWith("NULL") ? name : `entity.${name}`);
  const children = `${parentColumn} IN (SELECT id FROM catalog.${parentTable} WHERE id = :parentId OR merged_into_id = :parentId)`;
  const conditions = [
    "status = 'active'",
    ...(filter.term === "" ? [] : ["search_key LIKE :pattern"]),
    ...(filter.after === null
      ? []
      : [`(search_key, id) > (SELECT search_key, id FROM catalog.${table} WHERE id = :after)`]),
    ...(filter.parentId === undefined ? [] : [parentTable === null ? "false" : children]),
  ];
  return `
    WITH page AS MATERIALIZED (
      SELECT organization_id, id FROM catalog.${table} WHERE ${conditions.join(" AND ")}
      ORDER BY search_key, id LIMIT :limit
    )
    SELECT '${type}' AS type, entity.id, entity.name, entity.description, ${column(levelColumn)} AS level,
      ${parentTable === null ? "NULL::bigint" : "COALESCE(parent.merged_into_id, parent.id)"} AS "parentId",
      entity.scenario_id AS "scenarioId", entity.generation_id AS "generationId", entity.path,
      entity.decided_by AS "promotedBy", entity.decided_at AS "promotedAt",
      (SELECT count(*) FROM catalog.${table} AS twin
        WHERE twin.organization_id = entity.organization_id AND twin.merged_into_id = entity.id) AS "usedAs"
    FROM page JOIN catalog.${table} AS entity USING (organization_id, id)
    ${
      parentTable === null
        ? ""
        : `JOIN catalog.${parentTable} AS parent
      ON parent.organization_id = entity.organization_id AND parent.id = ${column(parentColumn)}`
    }
    ORDER BY entity.search_key, entity.id`;
}

function toEntity(
  row: Omit<CatalogEntity, "promotedAt" | "aliases"> & { promotedAt: Date | null },
): CatalogEntity {
  return { ...row, aliases: [], promotedAt: row.promotedAt?.toISOString() ?? null };
}
