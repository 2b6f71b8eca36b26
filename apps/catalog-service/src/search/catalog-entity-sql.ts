import type { CatalogEntity, EntityType } from "@vivero/contracts";
import { ENTITY_KINDS, type EntityKind } from "../entity-kinds.ts";

export const KIND_BY_TYPE = Object.fromEntries(ENTITY_KINDS.map((kind) => [kind.type, kind])) as Record<
  EntityType,
  EntityKind
>;

/** Where the entity above one of a kind is kept. */
export const PARENT_TABLE: Record<EntityType, "capabilities" | "competencies" | null> = {
  capability: null,
  competency: "capabilities",
  skill: "competencies",
};

/** As many other names as a list shows. */
const MOST_ALIASES = 5;

/** A row as the statement below gives it. */
export interface CatalogRow extends Omit<CatalogEntity, "promotedAt"> {
  readonly promotedAt: Date | null;
  readonly score: number;
}

/**
 * The statement that reads active entities with their parents, what is merged into each, and other names. An entity whose
 * parent was merged belongs to the one that the parent was merged into. Names are constants; values are bound.
 * @param page SQL that finds them: `organization_id`, `id` and `score`, the best having the highest
 */
export function catalogEntitySql(
  { type, table, parentColumn, levelColumn }: EntityKind,
  page: string,
): string {
  const parentTable = PARENT_TABLE[type];
  const column = (name: string) => (name.startsWith("NULL") ? name : `entity.${name}`);
  const twins = `FROM catalog.${table} AS twin
        WHERE twin.organization_id = entity.organization_id AND twin.merged_into_id = entity.id`;
  return `
    WITH page AS MATERIALIZED (${page})
    SELECT '${type}' AS type, entity.id, entity.name, entity.description, ${column(levelColumn)} AS level,
      ${parentTable === null ? "NULL::bigint" : "COALESCE(parent.merged_into_id, parent.id)"} AS "parentId",
      entity.scenario_id AS "scenarioId", entity.generation_id AS "generationId", entity.path,
      entity.decided_by AS "promotedBy", entity.decided_at AS "promotedAt",
      (SELECT count(*) ${twins}) AS "usedAs",
      ARRAY(SELECT min(twin.name) ${twins} AND twin.name_key <> entity.name_key
        GROUP BY twin.name_key ORDER BY min(twin.id) LIMIT ${MOST_ALIASES}) AS aliases,
      page.score
    FROM page JOIN catalog.${table} AS entity USING (organization_id, id)
    ${
      parentTable === null
        ? ""
        : `JOIN catalog.${parentTable} AS parent
      ON parent.organization_id = entity.organization_id AND parent.id = ${column(parentColumn)}`
    }
    ORDER BY page.score DESC, entity.search_key, entity.id`;
}

export function toCatalogEntity({ score: _, ...row }: CatalogRow): CatalogEntity {
  return { ...row, promotedAt: row.promotedAt?.toISOString() ?? null };
}
