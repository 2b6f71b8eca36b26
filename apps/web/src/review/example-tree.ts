import type { EntityType, IncubatingEntity, IncubationTree } from "@vivero/contracts";

/** Capabilities with their competencies with the names of their skills. */
export type Outline = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** An incubating entity for tests. */
function exampleEntity(
  type: EntityType,
  id: number,
  name: string,
  more: Partial<IncubatingEntity> = {},
): IncubatingEntity {
  return {
    type,
    id,
    parentId: null,
    llmId: null,
    name,
    editedFrom: null,
    description: null,
    level: null,
    status: "in_incubation",
    path: "",
    mergedInto: null,
    sameAs: null,
    suggestions: [],
    rejectionReason: null,
    decidedBy: null,
    decidedAt: null,
    ...more,
  };
}

/** A tree as the API answers it, from names alone; `changes` by name say what is different of some. */
export function exampleTree(
  outline: Outline,
  changes: Readonly<Record<string, Partial<IncubatingEntity>>> = {},
): IncubationTree {
  let id = 0;
  const tree = {
    capabilities: [] as IncubatingEntity[],
    competencies: [] as IncubatingEntity[],
    skills: [] as IncubatingEntity[],
  };
  const make = (type: EntityType, name: string, parentId: number | null) =>
    exampleEntity(type, ++id, name, { parentId, ...changes[name] });
  for (const [name, competencies] of Object.entries(outline)) {
    const capability = make("capability", name, null);
    tree.capabilities.push(capability);
    for (const [below, skills] of Object.entries(competencies)) {
      const competency = make("competency", below, capability.id);
      tree.competencies.push(competency);
      tree.skills.push(...skills.map((skill) => make("skill", skill, competency.id)));
    }
  }
  const none = { capabilities: 0, competencies: 0, skills: 0 };
  return {
    scenarioId: 1,
    generationId: 1,
    importReport: null,
    revision: 0,
    remaining: id,
    counts: { in_incubation: none, active: none, merged: none, rejected: none },
    suggestionsReady: true,
    leases: [],
    ...tree,
  };
}
