import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useId, useRef } from "react";
import { treeMove } from "./tree-move.ts";
import type { TreeRow } from "./tree-row.ts";
import classes from "./VirtualTree.module.css";

interface VirtualTreeProps<Row extends TreeRow> {
  /** What is visible now, from top to bottom: the children of a collapsed row are left out. */
  readonly rows: readonly Row[];
  /** The tree's name for screen readers. */
  readonly label: string;
  readonly renderRow: (row: Row) => ReactNode;
  readonly focusedKey: string | undefined;
  readonly onFocus: (key: string) => void;
  readonly onToggle: (key: string, expanded: boolean) => void;
  /** Enter on a row; a click only moves the focus. */
  readonly onActivate?: ((key: string) => void) | undefined;
  /** Rows that are marked beside the focused one. */
  readonly isSelected?: ((key: string) => boolean) | undefined;
  /** A click on a part of a row that has `data-select`. */
  readonly onSelect?: ((key: string) => void) | undefined;
  readonly rowHeight?: number;
  readonly className?: string | undefined;
}

/**
 * A tree of any size after the ARIA pattern: one stop for the tab key, arrows move and unfold, only what is seen stands in the
 * document. It fills the height that its place gives it.
 */
export function VirtualTree<Row extends TreeRow>({ rowHeight = 34, ...props }: VirtualTreeProps<Row>) {
  const {
    rows,
    label,
    renderRow,
    focusedKey,
    onFocus,
    onToggle,
    onActivate,
    isSelected,
    onSelect,
    className,
  } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const focused = rows.findIndex(({ key }) => key === focusedKey);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => rows[index]?.key ?? index,
    // The focused row stays in the document when it is scrolled away: `aria-activedescendant` points to it.
    rangeExtractor: (range) => {
      const seen = defaultRangeExtractor(range);
      return focused < 0 || seen.includes(focused) ? seen : [...seen, focused].sort((a, b) => a - b);
    },
  });
  useEffect(() => {
    if (focused < 0 || !scroller.current) return;
    // All rows are equally high: where the focused one stands is known without asking for a layout.
    const height = virtualizer.scrollRect?.height || scroller.current.clientHeight;
    const from = virtualizer.scrollOffset ?? 0;
    const top = focused * rowHeight;
    if (top < from) scroller.current.scrollTop = top;
    else if (top + rowHeight > from + height) scroller.current.scrollTop = top + rowHeight - height;
  }, [focused, rowHeight, virtualizer]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows[focused];
    if (event.key === "Enter" && row && onActivate) {
      event.preventDefault();
      return onActivate(row.key);
    }
    const move = treeMove(rows, focused, event.key);
    if (!move) return;
    event.preventDefault();
    if ("toggle" in move) onToggle(move.toggle, move.expanded);
    else onFocus(move.focus);
  };
  const onClick = (event: MouseEvent) => {
    const target = event.target as Element;
    const row = rows[Number(target.closest("[data-index]")?.getAttribute("data-index") ?? Number.NaN)];
    if (!row || target.closest("a,button,input,label")) return;
    if (onSelect && target.closest("[data-select]")) return onSelect(row.key);
    if (target.closest("[data-toggle]")) onToggle(row.key, !row.expanded);
    onFocus(row.key);
  };
  return (
    <div
      ref={scroller}
      role="tree"
      aria-label={label}
      aria-multiselectable={isSelected ? true : undefined}
      tabIndex={0}
      aria-activedescendant={focused < 0 ? undefined : `${id}-${focused}`}
      className={`${classes.tree} ${className ?? ""}`}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <div role="none" className={classes.inner} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ key, index, start }) => {
          const row = rows[index];
          return (
            row && (
              <div
                key={key}
                id={`${id}-${index}`}
                role="treeitem"
                tabIndex={-1}
                data-index={index}
                data-focused={index === focused || undefined}
                aria-level={row.level}
                aria-setsize={row.setSize}
                aria-posinset={row.position}
                aria-expanded={row.expanded}
                aria-selected={isSelected ? isSelected(row.key) : index === focused}
                className={classes.row}
                style={{
                  height: rowHeight,
                  transform: `translateY(${start}px)`,
                  paddingLeft: `calc(${row.level - 1} * var(--tree-indent))`,
                }}
              >
                <span
                  className={classes.toggle}
                  data-toggle={row.expanded === undefined ? undefined : ""}
                  aria-hidden
                >
                  {row.expanded !== undefined &&
                    (row.expanded ? <IconChevronDown size={15} /> : <IconChevronRight size={15} />)}
                </span>
                {renderRow(row)}
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}
