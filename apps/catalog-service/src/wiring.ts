import { type CatalogApi, createCatalogRouter, type GenerationRouter } from "@vivero/contracts";
import { createAuditApi, createBackfillApi, openDatabase } from "@vivero/database";
import {
  createMetrics,
  createServiceApp,
  createServiceClient,
  type Listening,
  type Logger,
  listen,
} from "@vivero/service-kit";
import type { Environment } from "./env.ts";
import { importTree } from "./importing/import-tree.ts";
import { readIncubationTree } from "./incubation-tree-read-model.ts";
import { openJobQueue } from "./jobs/job-queue.ts";
import { releaseLease } from "./leases/release-lease.ts";
import { takeLease } from "./leases/take-lease.ts";
import type { Ports } from "./ports.ts";
import { reportIncubation } from "./reporting/incubation-report-job.ts";
import { approveEntities } from "./review/approve-entities.ts";
import { editEntity } from "./review/edit-entity.ts";
import { mergeEntities } from "./review/merge-entities.ts";
import { previewDecision } from "./review/preview-decision.ts";
import { rejectEntities } from "./review/reject-entities.ts";
import { undoDecisions } from "./review/undo-decisions.ts";
import { readCatalogDetail } from "./search/catalog-detail-read-model.ts";
import { searchCatalog } from "./search/catalog-search-read-model.ts";
import { findSimilar } from "./suggestions/find-similar.ts";
import { suggestForScenario } from "./suggestions/suggest-for-scenario.ts";

const SERVICE = "catalog-service";
const GENERATION_SERVICE_DEADLINE_MS = 10_000;
/** Together well below the 20 s that the process has to stop. */
const REQUEST_GRACE_MS = 8_000;
const JOB_GRACE_MS = 5_000;

/** Every use case over its ports. */
export function createCatalogApi(ports: Ports): CatalogApi {
  return {
    importTree: importTree(ports),
    incubationTree: readIncubationTree(ports),
    approve: approveEntities(ports),
    reject: rejectEntities(ports),
    undo: undoDecisions(ports),
    merge: mergeEntities(ports),
    preview: previewDecision(ports),
    edit: editEntity(ports),
    takeLease: takeLease(ports),
    releaseLease: releaseLease(ports),
    search: searchCatalog(ports),
    detail: readCatalogDetail(ports),
    similar: findSimilar(ports),
    ...createAuditApi(ports.database, "catalog"),
    ...createBackfillApi(ports.database, "catalog"),
  };
}

/** The running service. */
export interface CatalogService {
  readonly url: string;
  /** Takes no more requests, lets the running ones and the running jobs end, closes the connections. */
  close(): Promise<void>;
}

/**
 * Starts the service: pool, job queue with its worker, HTTP server.
 * @param pollingSeconds how often to look for jobs that are due again
 */
export async function startCatalogService(
  environment: Environment,
  log: Logger,
  { pollingSeconds }: { pollingSeconds?: number } = {},
): Promise<CatalogService> {
  log.level = environment.LOG_LEVEL;
  const metrics = createMetrics(SERVICE);
  const database = openDatabase({
    url: environment.DATABASE_URL,
    applicationName: SERVICE,
    poolSize: environment.DATABASE_POOL_SIZE,
  });
  const queue = await openJobQueue({
    databaseUrl: environment.DATABASE_URL,
    log,
    ...(pollingSeconds === undefined ? {} : { pollingSeconds }),
  });
  const generationService = createServiceClient<GenerationRouter>({
    url: environment.GENERATION_SERVICE_URL,
    caller: SERVICE,
    tokenSecret: environment.SERVICE_TOKEN_SECRET,
    timeoutMs: GENERATION_SERVICE_DEADLINE_MS,
  });
  const app = createServiceApp({
    service: SERVICE,
    router: createCatalogRouter(createCatalogApi({ database, ...queue, clock: () => new Date() })),
    tokenSecret: environment.SERVICE_TOKEN_SECRET,
    log,
    metrics,
    readiness: { database: () => database.ping(), queue: () => queue.ping() },
  });
  const close = async (server?: Listening) => {
    await server?.close(REQUEST_GRACE_MS);
    await queue.stop(JOB_GRACE_MS);
    await database.close();
  };
  try {
    await queue.suggestions.deliver(suggestForScenario({ database, log }));
    await queue.reports.deliver(
      reportIncubation({
        database,
        log,
        tell: (report, behalf) => generationService(behalf).scenarios.reportIncubation.mutate(report),
      }),
    );
    const server = await listen({ app, port: environment.PORT, hostname: environment.HOST });
    log.info({ url: server.url }, "listening");
    return { url: server.url, close: () => close(server) };
  } catch (error) {
    await close();
    throw error;
  }
}
