import { queryOptions } from "@tanstack/react-query";
import type { Draft } from "@vivero/contracts";
import { ApiError } from "../../../api/api-error.ts";
import { api } from "../../../api/client.ts";

/** A draft in the list. */
export interface DraftSummary {
  readonly id: string;
  readonly step: number;
  readonly companyName: string | null;
  readonly updatedAt: string;
}

/** One's own drafts, newest first. */
export const draftsQuery = queryOptions({
  queryKey: ["drafts"],
  queryFn: async ({ signal }) =>
    (await api.get<{ items: readonly DraftSummary[] }>("/generation-drafts", { signal })).items,
});

/** A draft, null for one that was never saved: its id is chosen by the page. */
export function draftQuery(id: string) {
  return queryOptions({
    queryKey: ["draft", id],
    queryFn: async ({ signal }) => {
      try {
        return await api.get<Draft>(`/generation-drafts/${id}`, { signal });
      } catch (error) {
        if (error instanceof ApiError && error.code === "NOT_FOUND") return null;
        throw error;
      }
    },
    // What is typed is newer than what is stored.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}
