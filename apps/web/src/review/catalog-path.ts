import type { EntityType } from "@vivero/contracts";

const PLURALS = { capability: "capabilities", competency: "competencies", skill: "skills" } as const;

/** The name of a kind in addresses. */
export function pluralOf(type: EntityType): (typeof PLURALS)[EntityType] {
  return PLURALS[type];
}
