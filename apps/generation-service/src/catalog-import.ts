import type { CatalogRouter, ImportInput, ImportReport } from "@vivero/contracts";
import { createServiceClient, type OnBehalf } from "@vivero/service-kit";

/**
 * Sends a tree to the catalog on somebody's behalf; idempotent by generation and hash.
 * @throws ViveroError with the catalog's code; DEPENDENCY_UNAVAILABLE when there is no answer in time
 */
export type CatalogImport = (input: ImportInput, behalf: OnBehalf) => Promise<ImportReport>;

/** The catalog over HTTP. */
export function createCatalogImport(options: {
  url: string;
  tokenSecret: string;
  deadlineMs: number;
}): CatalogImport {
  const { url, tokenSecret, deadlineMs } = options;
  const client = createServiceClient<CatalogRouter>({
    url,
    caller: "generation-service",
    tokenSecret,
    timeoutMs: deadlineMs,
  });
  return (input, behalf) => client(behalf).incubation.import.mutate(input);
}
