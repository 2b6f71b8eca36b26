import type { CatalogRouter, GenerationRouter } from "@vivero/contracts";
import { createServiceClient, type OnBehalf } from "@vivero/service-kit";

/** The two services, ready to act for one person in one request. */
export interface Services {
  readonly generation: ReturnType<ReturnType<typeof createServiceClient<GenerationRouter>>>;
  readonly catalog: ReturnType<ReturnType<typeof createServiceClient<CatalogRouter>>>;
}

/** Makes the clients of both services; calls fail with a ViveroError. */
export function createServices(options: {
  generationUrl: string;
  catalogUrl: string;
  tokenSecret: string;
  timeoutMs: number;
}): (behalf: OnBehalf) => Services {
  const common = {
    caller: "gateway",
    tokenSecret: options.tokenSecret,
    timeoutMs: options.timeoutMs,
  } as const;
  const generation = createServiceClient<GenerationRouter>({ ...common, url: options.generationUrl });
  const catalog = createServiceClient<CatalogRouter>({ ...common, url: options.catalogUrl });
  return (behalf) => ({ generation: generation(behalf), catalog: catalog(behalf) });
}
