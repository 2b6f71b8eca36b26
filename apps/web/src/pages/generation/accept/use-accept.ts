import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { AcceptOutput } from "@vivero/contracts";
import { api } from "../../../api/client.ts";
import { generationQuery } from "../generation-query.ts";

/** Accepts a generation, with or without import; accepting an accepted one with import tries the import again. */
export function useAccept(generationId: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (withImport: boolean) =>
      api.post<AcceptOutput>(`/scenario-generations/${generationId}/accept`, { import: withImport }),
    onSuccess: ({ scenario }) => queries.setQueryData(["scenario", scenario.id], scenario),
    // A refusal is written to the import audit too.
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: generationQuery(generationId).queryKey }),
        queries.invalidateQueries({ queryKey: ["/scenario-generations"] }),
        queries.invalidateQueries({ queryKey: ["/scenarios"] }),
      ]),
  });
}
