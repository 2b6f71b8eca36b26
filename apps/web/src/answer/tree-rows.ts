import type { TreeRow } from "../design/tree/tree-row.ts";
import type { AnswerNode } from "./answer-nodes.ts";

/** A visible entity of an answer's tree. */
export interface AnswerRow extends TreeRow {
  readonly node: AnswerNode;
}

/** The entities that are seen: those whose every ancestor is unfolded. */
export function visibleRows(
  nodes: readonly AnswerNode[],
  isExpanded: (path: string) => boolean,
): AnswerRow[] {
  const hiddenUnder = new Set<string>();
  const rows: AnswerRow[] = [];
  for (const node of nodes) {
    const { path, parentPath, level, setSize, position, children } = node;
    const isHidden = parentPath !== null && hiddenUnder.has(parentPath);
    const expanded = children > 0 ? isExpanded(path) : undefined;
    if (isHidden || expanded === false) hiddenUnder.add(path);
    if (!isHidden) rows.push({ key: path, level, setSize, position, expanded, node });
  }
  return rows;
}

/** A path and everything that it hangs from: `capabilities[0].competencies[2]` and `capabilities[0]`. */
export function ancestorsOf(path: string): string[] {
  const parts = path.split(".");
  return parts.map((_, index) => parts.slice(0, index + 1).join("."));
}
