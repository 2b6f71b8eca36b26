import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, type Query } from "./client.ts";

/** One page of a list, as every list of the API answers. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

const PAGE_SIZE = 100;

/** A list of the API, page by page as it is scrolled; `query` holds its filters. */
export function pagedQuery<Item>(path: string, query: Query) {
  return infiniteQueryOptions({
    queryKey: [path, query],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Item>>(path, { query: { ...query, cursor: pageParam, limit: PAGE_SIZE }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    select: (data) => data.pages.flatMap(({ items }) => items),
  });
}
