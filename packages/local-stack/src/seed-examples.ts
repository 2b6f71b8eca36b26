import { readFile } from "node:fs/promises";
import path from "node:path";
import type { GenerationRequest, GenerationSummary } from "@vivero/contracts";
import { type ApiClient, waitFor } from "./api-client.ts";

/** The planner's answers for the three example scenarios; the simulator knows their companies. */
export const EXAMPLES = ["almacenes-rio-claro", "larkmoor-health-network", "northquay-logistics"] as const;

/** Reads one example's planner's answers. */
export async function readExample(name: (typeof EXAMPLES)[number]): Promise<GenerationRequest> {
  const file = path.join(import.meta.dirname, "examples", `${name}.json`);
  return JSON.parse(await readFile(file, "utf8")) as GenerationRequest;
}

/** Waits until the model has answered, or has not. */
export async function finishedGeneration(
  api: ApiClient,
  id: number,
  timeoutMs?: number,
): Promise<GenerationSummary> {
  return await waitFor(
    `generation ${id} to end`,
    () => api.get<GenerationSummary>(`/scenario-generations/${id}`),
    ({ status }) => status !== "queued" && status !== "processing",
    timeoutMs,
  );
}

/**
 * Generates the three examples for the caller's organization, through the API and the model like any other, once:
 * at later starts the idempotency key finds them again.
 * @returns them, ready to accept
 */
export async function seedExamples(api: ApiClient): Promise<GenerationSummary[]> {
  return await Promise.all(
    EXAMPLES.map(async (name) => {
      const request = await readExample(name);
      const { id } = await api.post<GenerationSummary>("/scenario-generations", request, {
        "idempotency-key": `example-${name}`,
      });
      return await finishedGeneration(api, id);
    }),
  );
}
