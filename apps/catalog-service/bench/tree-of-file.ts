import { readFileSync } from "node:fs";
import type { ImportCapability } from "@vivero/contracts";

/** A line of the file: a capability with all that hangs from it. */
interface Line {
  readonly name: string;
  readonly competencies: readonly {
    readonly name: string;
    readonly skills: readonly { readonly name: string; readonly description?: string }[];
  }[];
}

/** Reads a tree from a file of JSON lines, a capability each. */
export function treeOfFile(file: string): ImportCapability[] {
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return lines.map((line, i) => {
    const capability = JSON.parse(line) as Line;
    const path = `capabilities[${i}]`;
    return {
      llmId: null,
      name: capability.name,
      description: null,
      importance: null,
      path,
      competencies: capability.competencies.map((competency, j) => ({
        llmId: null,
        name: competency.name,
        description: null,
        requiredLevel: null,
        path: `${path}.competencies[${j}]`,
        skills: competency.skills.map((skill, k) => ({
          llmId: null,
          name: skill.name,
          description: skill.description ?? null,
          path: `${path}.competencies[${j}].skills[${k}]`,
        })),
      })),
    };
  });
}
