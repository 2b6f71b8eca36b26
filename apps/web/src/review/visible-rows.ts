import type { TreeRow } from "../design/tree/tree-row.ts";
import type { Filter } from "./filters.ts";
import { foldWords } from "./fold-words.ts";
import { isAlike, isOpen, type ReviewIndex, type ReviewNode } from "./tree-index.ts";

/** A row of the review's tree. */
export interface ReviewRow extends TreeRow {
  readonly node: ReviewNode;
  /** False for what is shown only since something beneath it matches. */
  readonly matches: boolean;
}

const PASSES: Readonly<Record<Filter, (node: ReviewNode) => boolean>> = {
  open: ({ entity }) => isOpen(entity),
  conflicts: ({ entity }) => isOpen(entity) && entity.sameAs !== null,
  alike: ({ entity }) => isAlike(entity),
  decided: ({ entity }) => !isOpen(entity),
};

/**
 * What stands in the tree, from top to bottom. `words` are looked for without regard to accents and case, each of them anywhere in
 * the name. What matches is shown with what it hangs from. Linear in the tree's size.
 */
export function visibleRows(
  index: ReviewIndex,
  { filter, words, folded }: { filter: Filter | undefined; words: string; folded: ReadonlySet<string> },
): ReviewRow[] {
  const sought = foldWords(words).split(/\s+/).filter(Boolean);
  const narrows = filter !== undefined || sought.length > 0;
  const passes = (node: ReviewNode) =>
    (filter === undefined || PASSES[filter](node)) && sought.every((word) => node.words.includes(word));
  const kept = narrows ? keep(index.roots, passes) : undefined;
  const rows: ReviewRow[] = [];
  const walk = (siblings: readonly ReviewNode[]) => {
    const shown = kept ? siblings.filter((node) => kept.has(node)) : siblings;
    shown.forEach((node, place) => {
      const expanded = node.children.length > 0 ? !folded.has(node.key) : undefined;
      rows.push({
        key: node.key,
        node,
        level: node.level,
        setSize: shown.length,
        position: place + 1,
        expanded,
        matches: !kept || kept.get(node) === true,
      });
      if (expanded) walk(node.children);
    });
  };
  walk(index.roots);
  return rows;
}

/** What is shown of a narrowed tree: true for what matches itself, false for what only leads there. */
function keep(roots: readonly ReviewNode[], passes: (node: ReviewNode) => boolean): Map<ReviewNode, boolean> {
  const kept = new Map<ReviewNode, boolean>();
  const visit = (node: ReviewNode): boolean => {
    const matches = passes(node);
    let leads = false;
    for (const child of node.children) leads = visit(child) || leads;
    if (matches || leads) kept.set(node, matches);
    return matches || leads;
  };
  for (const root of roots) visit(root);
  return kept;
}

/** The next row to decide after `from`, past the end from the top again; undefined when all that is shown is decided. */
export function nextOpen(
  rows: readonly ReviewRow[],
  from: string | undefined,
  without: { has(key: string): boolean } = new Set<string>(),
): string | undefined {
  const start = rows.findIndex(({ key }) => key === from) + 1;
  const due = ({ key, node, matches }: ReviewRow) => matches && isOpen(node.entity) && !without.has(key);
  return (rows.slice(start).find(due) ?? rows.slice(0, start).find(due))?.key;
}
