import { queryOptions } from "@tanstack/react-query";
import type { Scenario } from "@vivero/contracts";
import { api } from "../../api/client.ts";

const WHILE_PENDING_MS = 2_000;

/** A scenario; asked for again while its import is under way. */
export function scenarioQuery(scenarioId: string) {
  return queryOptions({
    queryKey: ["/scenarios", scenarioId],
    queryFn: ({ signal }) => api.get<Scenario>(`/scenarios/${scenarioId}`, { signal }),
    refetchInterval: ({ state: { data } }) => (data?.import.status === "pending" ? WHILE_PENDING_MS : false),
  });
}
