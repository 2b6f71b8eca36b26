import type { EntityType, TreeCounts } from "@vivero/contracts";

/** Where the entities of one kind are kept. All names are constants of ours, safe to write into SQL. */
export interface EntityKind {
  readonly type: EntityType;
  /** The table's name in the schema `catalog`, and the kind's key in {@link TreeCounts}. */
  readonly table: keyof TreeCounts;
  /** The column that names the entity above; SQL's NULL where there is none. */
  readonly parentColumn: "capability_id" | "competency_id" | "NULL::bigint";
  /** The column of the kind's rating, 1 to 5; SQL's NULL where there is none. */
  readonly levelColumn: "importance" | "required_level" | "NULL::smallint";
}

/** The kinds from the top of the tree down. */
export const ENTITY_KINDS = [
  { type: "capability", table: "capabilities", parentColumn: "NULL::bigint", levelColumn: "importance" },
  { type: "competency", table: "competencies", parentColumn: "capability_id", levelColumn: "required_level" },
  { type: "skill", table: "skills", parentColumn: "competency_id", levelColumn: "NULL::smallint" },
] as const satisfies readonly EntityKind[];

/** Counts entities by kind. */
export function countByKind(entities: Iterable<{ readonly type: EntityType }>): TreeCounts {
  const counts = { capability: 0, competency: 0, skill: 0 };
  for (const { type } of entities) counts[type] += 1;
  return { capabilities: counts.capability, competencies: counts.competency, skills: counts.skill };
}
