import type { ImportCapability } from "@vivero/contracts";

/** How wide a tree is at each level. */
export interface TreeShape {
  readonly capabilities: number;
  readonly competenciesEach: number;
  /** In all, spread evenly over the competencies. */
  readonly skills: number;
}

/** A tree of made-up names, all different; `label` sets it apart from other trees. */
export function syntheticTree(
  { capabilities, competenciesEach, skills }: TreeShape,
  label = "",
): ImportCapability[] {
  const competencies = capabilities * competenciesEach;
  const node = (kind: string, path: string) => ({
    llmId: `${kind.slice(0, 3)}-${path.match(/\d+/g)?.join("-")}`,
    name: `${kind} ${label} ${path.match(/\d+/g)?.join(".")} of the synthetic workforce plan`.replace(
      /\s+/g,
      " ",
    ),
    description: `What somebody who holds this ${kind.toLowerCase()} does, in about as many words as a model takes.`,
    path,
  });
  return Array.from({ length: capabilities }, (_, i) => {
    const capabilityPath = `capabilities[${i}]`;
    return {
      ...node("Capability", capabilityPath),
      importance: (i % 5) + 1,
      competencies: Array.from({ length: competenciesEach }, (__, j) => {
        const path = `${capabilityPath}.competencies[${j}]`;
        const place = i * competenciesEach + j;
        const share =
          Math.floor(((place + 1) * skills) / competencies) - Math.floor((place * skills) / competencies);
        return {
          ...node("Competency", path),
          requiredLevel: (j % 5) + 1,
          skills: Array.from({ length: share }, (___, k) => node("Skill", `${path}.skills[${k}]`)),
        };
      }),
    };
  });
}

/** The sizes that the import is measured at. */
export const TREE_SHAPES = [
  { capabilities: 3, competenciesEach: 3, skills: 27 },
  { capabilities: 10, competenciesEach: 10, skills: 1_000 },
  { capabilities: 26, competenciesEach: 5, skills: 13_896 },
] as const satisfies readonly TreeShape[];
