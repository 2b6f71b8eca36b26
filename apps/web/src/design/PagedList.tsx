import { Loader } from "@mantine/core";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import type { Permission } from "@vivero/contracts";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./PagedList.module.css";
import { InlineError } from "./states/InlineError.tsx";
import { QueryState } from "./states/QueryState.tsx";
import { RowsSkeleton } from "./states/Skeletons.tsx";

interface PagedListProps<Item> {
  /** What `useInfiniteQuery(pagedQuery(…))` gives. */
  readonly query: UseInfiniteQueryResult<Item[]>;
  /** The list's name for screen readers. */
  readonly label: string;
  readonly rowKey: (item: Item) => string | number;
  readonly renderRow: (item: Item) => ReactNode;
  /** The height that a row usually has, in pixels; it is measured when shown. */
  readonly rowHeight: number;
  readonly empty: ReactNode;
  readonly permission?: Permission | undefined;
}

/** A list of any length in the page's own scroll: only what is seen stands in the document, and the next page comes as it is reached. */
export function PagedList<Item>(props: PagedListProps<Item>) {
  const { query, empty, permission } = props;
  return (
    <QueryState query={query} skeleton={<RowsSkeleton rows={12} />} permission={permission}>
      {(items) => (items.length === 0 ? empty : <Rows {...props} items={items} />)}
    </QueryState>
  );
}

function Rows<Item>({
  query,
  items,
  label,
  rowKey,
  renderRow,
  rowHeight,
}: PagedListProps<Item> & { items: Item[] }) {
  const { t } = useTranslation("states");
  const list = useRef<HTMLUListElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  useLayoutEffect(() => {
    const top = list.current?.getBoundingClientRect().top ?? 0;
    setScrollMargin(top + window.scrollY);
  }, []);
  const virtualizer = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : rowKey(item);
    },
  });
  const shown = virtualizer.getVirtualItems();
  const nearEnd = (shown.at(-1)?.index ?? 0) >= items.length - 20;
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  useEffect(() => {
    if (nearEnd && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [nearEnd, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  return (
    <>
      <ul
        ref={list}
        aria-label={label}
        className={classes.list}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {shown.map(({ key, index, start }) => {
          const item = items[index];
          return (
            item !== undefined && (
              <li
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                aria-setsize={hasNextPage ? -1 : items.length}
                aria-posinset={index + 1}
                className={classes.row}
                style={{ transform: `translateY(${start - scrollMargin}px)` }}
              >
                {renderRow(item)}
              </li>
            )
          );
        })}
      </ul>
      <div className={classes.foot} role="status">
        {isFetchingNextPage && (
          <>
            <Loader size="xs" /> {t("loadingMore")}
          </>
        )}
        {!hasNextPage && items.length > 20 && t("end")}
      </div>
      {isFetchNextPageError && <InlineError error={query.error} onRetry={() => void fetchNextPage()} />}
    </>
  );
}
