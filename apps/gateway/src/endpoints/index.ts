import type { Endpoint } from "../http/endpoint.ts";
import { auditEndpoints } from "./audit.ts";
import { catalogEndpoints } from "./catalog.ts";
import { draftEndpoints } from "./drafts.ts";
import { flagEndpoints } from "./flags.ts";
import { generationEndpoints } from "./generations.ts";
import { operationsEndpoints } from "./operations.ts";
import { reviewEndpoints } from "./review.ts";
import { scenarioEndpoints } from "./scenarios.ts";

/** What every path of the API starts with. */
export const PREFIX = "/api/strategic-planning";

/** Every operation of the HTTP API: what is served, and what OpenAPI tells. */
export const endpoints: readonly Endpoint[] = [
  ...generationEndpoints(PREFIX),
  ...draftEndpoints,
  ...scenarioEndpoints,
  ...reviewEndpoints,
  ...catalogEndpoints,
  ...auditEndpoints,
  ...flagEndpoints,
  ...operationsEndpoints,
];
