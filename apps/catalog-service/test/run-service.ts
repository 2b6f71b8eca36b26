import { randomInt } from "node:crypto";
import { type CatalogRouter, createGenerationRouter, type GenerationApi } from "@vivero/contracts";
import { createTestDatabase, type TestDatabase } from "@vivero/database/testing";
import {
  createLogger,
  createMetrics,
  createServiceApp,
  createServiceClient,
  type Listening,
  listen,
} from "@vivero/service-kit";
import { type CatalogService, startCatalogService } from "../src/wiring.ts";
import { someone } from "./open-catalog.ts";

const TOKEN_SECRET = "a secret of the tests, of thirty-two characters";
const log = createLogger({ service: "test", level: "silent" });

/** How long a test waits for what must come, in milliseconds. */
export const BOUND = { timeout: 15_000, interval: 50 };

export type Report = Parameters<GenerationApi["reportIncubation"]>[0];
export type TakenReport = Report & { userId: number; requestId: string; caller: string };

/** generation-service as far as this service knows it: the real router over HTTP, which takes reports. */
async function startGenerationService(port: number, answer: (report: Report) => { applied: boolean }) {
  const reports: TakenReport[] = [];
  const api: Partial<GenerationApi> = {
    reportIncubation: async (report, { actor, requestId, caller }) => {
      const acknowledged = answer(report);
      reports.push({ ...report, userId: actor.userId, requestId, caller });
      return acknowledged;
    },
  };
  const app = createServiceApp({
    service: "generation-service",
    router: createGenerationRouter(api as GenerationApi),
    tokenSecret: TOKEN_SECRET,
    log,
    metrics: createMetrics("generation-service"),
    readiness: {},
  });
  return { reports, server: await listen({ app, port }) };
}

/** The surroundings of the real service in a test suite: a database, and an address for generation-service. */
export interface Surroundings {
  readonly urls: TestDatabase;
  /** Starts the service as it runs, on a free port. */
  startService(): Promise<CatalogService>;
  /** Starts a generation-service where the services look for it; gives the reports that it takes. */
  startGenerationService(answer?: (report: Report) => { applied: boolean }): Promise<TakenReport[]>;
  /** Stops whatever generation-service runs. */
  stopGenerationServices(): Promise<void>;
  close(): Promise<void>;
}

export async function openSurroundings(): Promise<Surroundings> {
  const urls = await createTestDatabase();
  const { server } = await startGenerationService(0, () => ({ applied: true }));
  const generationPort = server.port;
  await server.close(0);
  const running: Listening[] = [];
  const stopGenerationServices = async () => {
    for (const each of running.splice(0)) await each.close(0);
  };
  return {
    urls,
    startService: () =>
      startCatalogService(
        {
          PORT: 0,
          HOST: "127.0.0.1",
          LOG_LEVEL: "silent",
          DATABASE_URL: urls.catalogUrl,
          DATABASE_POOL_SIZE: 8,
          SERVICE_TOKEN_SECRET: TOKEN_SECRET,
          GENERATION_SERVICE_URL: `http://127.0.0.1:${generationPort}`,
        },
        log,
        { pollingSeconds: 0.5 },
      ),
    async startGenerationService(answer = () => ({ applied: true })) {
      const started = await startGenerationService(generationPort, answer);
      running.push(started.server);
      return started.reports;
    },
    stopGenerationServices,
    async close() {
      await stopGenerationServices();
      await urls.drop();
    },
  };
}

/** A client of a running service, in an organization of its own unless one is given. */
export function clientOf(
  { url }: CatalogService,
  {
    organizationId = randomInt(1, 1_000_000_000),
    caller = "generation-service",
  }: { organizationId?: number; caller?: "generation-service" | "gateway" } = {},
) {
  const { actor, requestId } = someone(organizationId);
  const connect = createServiceClient<CatalogRouter>({
    url,
    caller,
    tokenSecret: TOKEN_SECRET,
    timeoutMs: 20_000,
  });
  return connect({ actor, requestId });
}
