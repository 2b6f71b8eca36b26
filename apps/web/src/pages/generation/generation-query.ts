import { queryOptions } from "@tanstack/react-query";
import type { Generation } from "@vivero/contracts";
import { api } from "../../api/client.ts";

/** Whether a generation still works or waits to. */
export function isGoing({ status }: Pick<Generation, "status">): boolean {
  return status === "queued" || status === "processing";
}

/** One generation with its answer, journal, attempts and import audit. */
export function generationQuery(id: number) {
  return queryOptions({
    queryKey: ["generation", id],
    queryFn: ({ signal }) => api.get<Generation>(`/scenario-generations/${id}`, { signal }),
  });
}
