import { queryOptions } from "@tanstack/react-query";
import type { CatalogDetail, EntityType } from "@vivero/contracts";
import { api } from "../api/client.ts";
import { pluralOf } from "./catalog-path.ts";

const FRESH_MS = 60_000;

/** One entity of the live catalog, kept a while: the same ones are suggested again and again. */
export function catalogDetailQuery({ type, id }: { type: EntityType; id: number }) {
  return queryOptions({
    queryKey: ["/catalog", type, id],
    queryFn: ({ signal }) => api.get<CatalogDetail>(`/catalog/${pluralOf(type)}/${id}`, { signal }),
    staleTime: FRESH_MS,
  });
}
