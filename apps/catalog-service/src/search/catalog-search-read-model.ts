import type { CatalogApi, CatalogPage } from "@vivero/contracts";
import type { EntityKind } from "../entity-kinds.ts";
import { searchKey } from "../name-key.ts";
import type { Ports } from "../ports.ts";
import {
  type CatalogRow,
  catalogEntitySql,
  KIND_BY_TYPE,
  PARENT_TABLE,
  toCatalogEntity,
} from "./catalog-entity-sql.ts";
import { readSearchCursor, writeSearchCursor } from "./search-cursor.ts";

const DEFAULT_LIMIT = 50;

/**
 * Searches the live catalog: active entities of one kind, page by page. One statement.
 *
 * Without a term they come by name. With one, the best come first: the term is looked for in their names and in those of
 * what was merged into them, whatever its case and accents, and words that are nearly there count too (see the function
 * `catalog.search_active_names`).
 *
 * An entity whose parent was merged belongs to the one that the parent was merged into: `parentId` gives that one, in the
 * filter as in the answer. The cursor names the last entity of a page, with how well it fitted; since nothing is deleted,
 * the next page starts behind it even when it has left the catalog meanwhile.
 *
 * @throws ViveroError INVALID_REQUEST for a foreign cursor
 */
export function searchCatalog({ database }: Pick<Ports, "database">): CatalogApi["search"] {
  return ({ type, search, parentId, cursor, limit = DEFAULT_LIMIT }, { actor }): Promise<CatalogPage> => {
    const term = search === undefined ? "" : searchKey(search);
    const isRanked = term !== "";
    const after = cursor === undefined ? null : readSearchCursor(type, cursor, { isRanked });
    const kind = KIND_BY_TYPE[type];
    const filter = { isChildren: parentId !== undefined, isContinued: after !== null };
    const page = isRanked ? rankedPage(kind, filter) : alphabeticalPage(kind, filter);
    return database.tenant(actor.organizationId, async (trx) => {
      const { rows } = await trx.raw(catalogEntitySql(kind, page), {
        organizationId: actor.organizationId,
        term,
        after: after?.id ?? null,
        afterScore: after?.score ?? null,
        parentId: parentId ?? null,
        // One more than asked for tells whether there is a next page.
        limit: limit + 1,
      });
      const shown: CatalogRow[] = rows.slice(0, limit);
      const last = shown.at(-1);
      const isLast = rows.length <= limit || !last;
      return {
        items: shown.map(toCatalogEntity),
        nextCursor: isLast ? null : writeSearchCursor(type, last.id, isRanked ? last.score : null),
      };
    });
  };
}

interface Filter {
  readonly isChildren: boolean;
  readonly isContinued: boolean;
}

/** SQL for the ids of a parent and of what was merged into it; a capability has none. */
function parentIds({ type }: EntityKind): string {
  const table = PARENT_TABLE[type];
  return table === null
    ? "SELECT NULL::bigint WHERE false"
    : `SELECT id FROM catalog.${table} WHERE id = :parentId OR merged_into_id = :parentId`;
}

/** The page is found in the index `…_active_search` alone. */
function alphabeticalPage(kind: EntityKind, { isChildren, isContinued }: Filter): string {
  const { table, parentColumn } = kind;
  const conditions = [
    "status = 'active'",
    ...(isContinued
      ? [`(search_key, id) > (SELECT search_key, id FROM catalog.${table} WHERE id = :after)`]
      : []),
    ...(isChildren ? [`${parentColumn} IN (${parentIds(kind)})`] : []),
  ];
  return `SELECT organization_id, id, 0 AS score FROM catalog.${table} WHERE ${conditions.join(" AND ")}
      ORDER BY search_key, id LIMIT :limit`;
}

function rankedPage(kind: EntityKind, { isChildren }: Filter): string {
  const parents = isChildren ? `ARRAY(${parentIds(kind)})` : "NULL";
  return `SELECT :organizationId::bigint AS organization_id, id, score
      FROM catalog.search_active_names('${kind.type}', :term, ${parents}::bigint[], :afterScore::integer, :after::bigint,
        :limit::integer)`;
}
