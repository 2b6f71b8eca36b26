import type { IncubatingEntity, IncubationTree } from "@vivero/contracts";
import type { Changes } from "./decision.ts";
import { keyOf } from "./tree-index.ts";

/** The tree with some entities changed; the others stay the same objects, so that nothing is computed anew for them. */
export function applyChanges(tree: IncubationTree, changes: Changes): IncubationTree {
  if (changes.size === 0) return tree;
  const apply = (entities: readonly IncubatingEntity[]) =>
    entities.map((entity) => {
      const change = changes.get(keyOf(entity));
      return change ? { ...entity, ...change } : entity;
    });
  return {
    ...tree,
    capabilities: apply(tree.capabilities),
    competencies: apply(tree.competencies),
    skills: apply(tree.skills),
  };
}

/** The newly fetched tree with the objects of the one before wherever an entity is the same. */
export function shareEntities(before: IncubationTree | undefined, now: IncubationTree): IncubationTree {
  if (!before) return now;
  const share = (old: readonly IncubatingEntity[], fresh: readonly IncubatingEntity[]) => {
    const known = new Map(old.map((entity) => [entity.id, entity]));
    return fresh.map((entity) => {
      const same = known.get(entity.id);
      return same && isSame(same, entity) ? same : entity;
    });
  };
  return {
    ...now,
    capabilities: share(before.capabilities, now.capabilities),
    competencies: share(before.competencies, now.competencies),
    skills: share(before.skills, now.skills),
  };
}

function isSame(one: IncubatingEntity, other: IncubatingEntity): boolean {
  return (
    one.status === other.status &&
    one.name === other.name &&
    one.description === other.description &&
    one.level === other.level &&
    one.decidedAt === other.decidedAt &&
    one.rejectionReason === other.rejectionReason &&
    one.editedFrom === other.editedFrom &&
    one.sameAs?.id === other.sameAs?.id &&
    one.mergedInto?.id === other.mergedInto?.id &&
    one.suggestions.length === other.suggestions.length &&
    one.suggestions.every(({ id, similarity }, place) => {
      const match = other.suggestions[place];
      return match?.id === id && match.similarity === similarity;
    })
  );
}
