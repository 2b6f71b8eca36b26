import type { EntityType, ReviewConflict, ReviewResult } from "@vivero/contracts";

export type EntityStatus = ReviewResult["changed"][number]["to"];
type EntityReference = NonNullable<ReviewConflict["existing"]>;

/** One entity of a scenario as a review decision sees it. */
export interface ReviewedEntity {
  readonly type: EntityType;
  readonly id: number;
  /** The competency of a skill, the capability of a competency; null for a capability. */
  readonly parentId: number | null;
  readonly name: string;
  readonly nameKey: string;
  readonly status: EntityStatus;
  readonly mergedIntoId: number | null;
  readonly rejectionReason: string | null;
  /** The decision that gave it its status; null while it incubates. */
  readonly decisionId: number | null;
}

/** Which entity: ids are unique within a kind only. */
export type EntityKey = `${EntityType}:${number}`;
export const keyOf = ({ type, id }: { type: EntityType; id: number }): EntityKey => `${type}:${id}`;

/** What makes two entities the same: kind and name key. */
export const nameOf = ({ type, nameKey }: { type: EntityType; nameKey: string }): string =>
  `${type}:${nameKey}`;

/** The short pointer to an entity that conflicts and results carry. */
export const referenceTo = ({ type, id, name }: EntityReference): EntityReference => ({ type, id, name });

/** Active or merged: it stands in the catalog, or another one stands there for it. */
export const isResolved = ({ status }: ReviewedEntity): boolean => status === "active" || status === "merged";

const PARENT_TYPE = { capability: null, competency: "capability", skill: "competency" } as const;

/**
 * Everything imported for one scenario. `entities` are in the order of the answer, all capabilities before all
 * competencies before all skills, so that a walk meets each parent before its children.
 */
export interface ScenarioTree {
  readonly entities: readonly ReviewedEntity[];
  get(key: EntityKey): ReviewedEntity | undefined;
  parentOf(entity: ReviewedEntity): ReviewedEntity | undefined;
  /** From the parent up to the capability. */
  ancestorsOf(entity: ReviewedEntity): ReviewedEntity[];
  /**
   * The ancestors that an entity needs in order to stand in the catalog: up to the first that is merged, as it stands
   * under what that one is merged into.
   */
  supportersOf(entity: ReviewedEntity): ReviewedEntity[];
}

/** Indexes a scenario's entities, given in the order that {@link ScenarioTree} promises. */
export function scenarioTree(entities: readonly ReviewedEntity[]): ScenarioTree {
  const byKey = new Map(entities.map((entity) => [keyOf(entity), entity]));
  const parentOf = ({ type, parentId }: ReviewedEntity): ReviewedEntity | undefined => {
    const parentType = PARENT_TYPE[type];
    return parentType === null || parentId === null
      ? undefined
      : byKey.get(keyOf({ type: parentType, id: parentId }));
  };
  const ancestorsOf = (entity: ReviewedEntity): ReviewedEntity[] => {
    const ancestors: ReviewedEntity[] = [];
    for (let above = parentOf(entity); above; above = parentOf(above)) ancestors.push(above);
    return ancestors;
  };
  return {
    entities,
    get: (key) => byKey.get(key),
    parentOf,
    ancestorsOf,
    supportersOf(entity) {
      const ancestors = ancestorsOf(entity);
      const merged = ancestors.findIndex(({ status }) => status === "merged");
      return merged === -1 ? ancestors : ancestors.slice(0, merged + 1);
    },
  };
}

/** What becomes of one entity. */
export interface Change {
  readonly entity: ReviewedEntity;
  readonly to: EntityStatus;
  readonly mergedIntoId: number | null;
}

/** What a decision does, what it cannot do, and how many of the selected entities were already as asked. */
export interface Outcome {
  readonly changes: readonly Change[];
  readonly conflicts: readonly ReviewConflict[];
  readonly unchanged: number;
}

/** An entity that a decision cannot apply to, and what stands in the way. */
export function conflictOf(
  entity: ReviewedEntity,
  reason: ReviewConflict["reason"],
  existing: EntityReference | null,
): ReviewConflict {
  return { ...referenceTo(entity), reason, existing: existing && referenceTo(existing) };
}
