import type { TreeRow } from "./tree-row.ts";

type Move = { readonly focus: string } | { readonly toggle: string; readonly expanded: boolean };

const PAGE = 10;

/**
 * What a key does in a tree (ARIA's tree pattern): right unfolds or goes to the first child, left folds or goes to the parent, up,
 * down, Home, End and the page keys move. Undefined for any other key and where there is nowhere to go.
 */
export function treeMove(rows: readonly TreeRow[], focused: number, key: string): Move | undefined {
  const row = rows[focused];
  const to = (index: number): Move | undefined => {
    const target = rows[Math.max(0, Math.min(rows.length - 1, index))];
    return target && target !== row ? { focus: target.key } : undefined;
  };
  switch (key) {
    case "ArrowDown":
      return to(focused + 1);
    case "ArrowUp":
      return to(focused < 0 ? 0 : focused - 1);
    case "PageDown":
      return to(focused + PAGE);
    case "PageUp":
      return to(focused - PAGE);
    case "Home":
      return to(0);
    case "End":
      return to(rows.length - 1);
    case "ArrowRight":
      if (row?.expanded === undefined) return undefined;
      return row.expanded ? to(focused + 1) : { toggle: row.key, expanded: true };
    case "ArrowLeft": {
      if (!row) return undefined;
      if (row.expanded) return { toggle: row.key, expanded: false };
      const parent = rows.slice(0, focused).findLast(({ level }) => level < row.level);
      return parent && { focus: parent.key };
    }
    default:
      return undefined;
  }
}
