import type { ImportCapability } from "@vivero/contracts";
import { nameKey } from "../name-key.ts";

/** One entity on its way into a table. `parent` is an index into the rows above, until ids are known. */
export interface TreeRow {
  readonly parent: number | null;
  readonly llmId: string | null;
  readonly name: string;
  readonly nameKey: string;
  readonly description: string | null;
  readonly level: number | null;
  readonly path: string;
  /** Its place among its siblings, from 0. */
  readonly position: number;
}

/** A tree as three flat lists, each in the order of the answer. */
export interface TreeRows {
  readonly capabilities: readonly TreeRow[];
  readonly competencies: readonly TreeRow[];
  readonly skills: readonly TreeRow[];
}

type Node = Pick<ImportCapability, "llmId" | "name" | "description" | "path">;

/** Flattens a tree and works out its name keys. */
export function treeRows(tree: readonly ImportCapability[]): TreeRows {
  const capabilities: TreeRow[] = [];
  const competencies: TreeRow[] = [];
  const skills: TreeRow[] = [];
  for (const [position, capability] of tree.entries()) {
    const above = capabilities.push(rowOf(capability, capability.importance, null, position)) - 1;
    for (const [place, competency] of capability.competencies.entries()) {
      const parent = competencies.push(rowOf(competency, competency.requiredLevel, above, place)) - 1;
      for (const [index, skill] of competency.skills.entries())
        skills.push(rowOf(skill, null, parent, index));
    }
  }
  return { capabilities, competencies, skills };
}

function rowOf(node: Node, level: number | null, parent: number | null, position: number): TreeRow {
  const { llmId, name, description, path } = node;
  return { parent, llmId, name, nameKey: nameKey(name), description, level, path, position };
}
