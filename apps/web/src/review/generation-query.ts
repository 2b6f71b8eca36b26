import { queryOptions } from "@tanstack/react-query";
import type { Generation } from "@vivero/contracts";
import { api } from "../api/client.ts";

/** The accepted generation of a scenario: it is complete and changes no more. */
export function generationQuery(generationId: number) {
  return queryOptions({
    queryKey: ["/scenario-generations", String(generationId), "of a scenario"],
    queryFn: ({ signal }) => api.get<Generation>(`/scenario-generations/${generationId}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
