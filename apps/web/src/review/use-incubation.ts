import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import type { IncubationTree } from "@vivero/contracts";
import { useCallback } from "react";
import { api } from "../api/client.ts";
import { shareEntities } from "./apply-changes.ts";

const LARGE = 2_000;
const SOON_MS = 5_000;
/** A tree of 14,000 skills is some 7 MB: it is looked at less often, and after one's own decisions. */
const LARGE_MS = { waiting: 15_000, ready: 45_000 };

function sizeOf({ capabilities, competencies, skills }: IncubationTree): number {
  return capabilities.length + competencies.length + skills.length;
}

/** The incubating tree of a scenario, quietly asked for again so that other reviewers' decisions appear. */
export function incubationQuery(scenarioId: string) {
  return queryOptions({
    queryKey: ["/scenarios", scenarioId, "incubation"],
    queryFn: ({ signal }) => api.get<IncubationTree>(`/scenarios/${scenarioId}/incubation`, { signal }),
    structuralSharing: (before, now) =>
      shareEntities(before as IncubationTree | undefined, now as IncubationTree),
    refetchInterval: ({ state: { data } }) => {
      if (!data) return false;
      if (sizeOf(data) <= LARGE) return SOON_MS;
      return data.suggestionsReady ? LARGE_MS.ready : LARGE_MS.waiting;
    },
  });
}

/** The tree, and how to change what is known of it without asking. */
export function useIncubation(scenarioId: string, enabled: boolean) {
  const queryClient = useQueryClient();
  const query = useQuery({ ...incubationQuery(scenarioId), enabled });
  const change = useCallback(
    async (update: (tree: IncubationTree) => IncubationTree) => {
      const { queryKey } = incubationQuery(scenarioId);
      // What is on its way was read before the change.
      await queryClient.cancelQueries({ queryKey });
      queryClient.setQueryData(queryKey, (tree) => tree && update(tree));
    },
    [queryClient, scenarioId],
  );
  const refresh = useCallback(
    () => queryClient.invalidateQueries({ queryKey: ["/scenarios", scenarioId] }),
    [queryClient, scenarioId],
  );
  return { query, change, refresh };
}
