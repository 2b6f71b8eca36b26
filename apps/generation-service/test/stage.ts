import { randomInt } from "node:crypto";
import type { Actor, CallContext, GenerationRequest, GenerationRouter } from "@vivero/contracts";
import { type Database, openDatabase } from "@vivero/database";
import { createTestDatabase, type TestDatabase } from "@vivero/database/testing";
import { createFakeFlags, type FakeFlags } from "@vivero/flags";
import { createLogger, createServiceClient } from "@vivero/service-kit";
import { expect, vi } from "vitest";
import { readSettings } from "../src/env.ts";
import { type GenerationService, startGenerationService } from "../src/wiring.ts";
import { type CatalogDouble, startCatalog } from "./start-catalog.ts";
import { type Simulator, startSimulator } from "./start-simulator.ts";

const TOKEN_SECRET = "a secret of the tests, long enough";

/** The service as it runs, with a real PostgreSQL, the real simulator and a catalog that speaks the real protocol. */
export interface Stage {
  readonly databaseUrls: TestDatabase;
  /** As the service's own role. */
  readonly database: Database;
  readonly flags: FakeFlags;
  readonly simulator: Simulator;
  readonly catalog: CatalogDouble;
  readonly service: GenerationService;
  /** The environment that the service was started with. */
  readonly environment: Record<string, string>;
  /** Another replica of the service, closed with the stage. */
  startReplica(settings?: Record<string, string>): Promise<GenerationService>;
  close(): Promise<void>;
}

/** Short times, so that what takes minutes in production takes moments. */
const QUICK = {
  QUEUE_POLL_SECONDS: "0.5",
  QUEUE_SUPERVISE_SECONDS: "1",
  ATTEMPT_HEARTBEAT_MS: "100",
  CHUNK_MS: "50",
  GENERATION_RETRY_MS: "50",
  GENERATION_RETRY_MAX_MS: "200",
  SHUTDOWN_GRACE_MS: "1000",
  IMPORT_DEADLINE_MS: "1000",
  IMPORT_RETRY_SECONDS: "1",
  IMPORT_RETRY_MAX_SECONDS: "1",
};

export async function openStage(settings: Record<string, string> = {}): Promise<Stage> {
  const [databaseUrls, simulator, catalog] = await Promise.all([
    createTestDatabase(),
    startSimulator(),
    startCatalog(TOKEN_SECRET),
  ]);
  const database = openDatabase({ url: databaseUrls.generationUrl, applicationName: "generation-test" });
  const flags = createFakeFlags();
  const environment = {
    PORT: "0",
    DATABASE_URL: databaseUrls.generationUrl,
    SERVICE_TOKEN_SECRET: TOKEN_SECRET,
    CATALOG_SERVICE_URL: catalog.url,
    LLM_BASE_URL: simulator.baseUrl,
    LLM_MODEL: "vivero-simulator",
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? "silent",
    ...QUICK,
    ...settings,
  };
  const services: GenerationService[] = [];
  async function startReplica(more: Record<string, string> = {}): Promise<GenerationService> {
    const read = readSettings({ ...environment, ...more });
    const log = createLogger({ service: "generation-test", level: read.logLevel });
    const service = await startGenerationService(read, log, { flags });
    services.push(service);
    return service;
  }
  const service = await startReplica();
  return {
    databaseUrls,
    database,
    flags,
    simulator,
    catalog,
    service,
    environment,
    startReplica,
    async close() {
      await Promise.all(services.map((one) => one.close()));
      await Promise.all([simulator.stop(), catalog.stop(), database.close()]);
      await databaseUrls.drop();
    },
  };
}

/** Somebody with every role, in an organization of their own. */
export function someone(actor: Partial<Actor> = {}): Actor {
  return {
    userId: 7,
    organizationId: randomInt(1, 1_000_000_000),
    roles: ["planner", "reviewer", "auditor", "operator"],
    ...actor,
  };
}

/** A client that acts for somebody. */
export function clientOf(
  { url }: Pick<GenerationService, "url">,
  actor: Actor,
  caller: CallContext["caller"] = "gateway",
) {
  const connect = createServiceClient<GenerationRouter>({
    url,
    caller,
    tokenSecret: TOKEN_SECRET,
    timeoutMs: 30_000,
  });
  return connect({ actor, requestId: `request-of-${actor.organizationId}` });
}

export type Client = ReturnType<typeof clientOf>;
/** A generation as it comes over the wire. */
export type Generation = Awaited<ReturnType<Client["generations"]["get"]["query"]>>;

/** A company that no other test mentions: the simulator goes by it. */
export function uniqueCompany(): string {
  return `Northwind ${randomInt(1_000_000_000).toString(36)}`;
}

export function requestFor(companyName: string, more: Partial<GenerationRequest> = {}): GenerationRequest {
  return {
    language: "en",
    identity: { companyName, industry: "Logistics" },
    situation: { currentChallenges: ["Fuel costs"] },
    intent: { strategicGoal: "An electric fleet", scenarioType: "transformation" },
    resources: {},
    horizon: { months: 18 },
    ...more,
  };
}

const OVER = ["complete", "failed", "cancelled"];

/** Waits until a generation has ended, and reads it. */
export async function finished(
  client: Client,
  id: number,
  timeout = 15_000,
  interval = 50,
): Promise<Generation> {
  return vi.waitFor(
    async () => {
      const generation = await client.generations.get.query({ id });
      expect(OVER, `generation ${id} is ${generation.status}`).toContain(generation.status);
      return generation;
    },
    { timeout, interval },
  );
}

/** A generation that was answered with this text, or object as JSON, and has ended. */
export async function generated(
  stage: Pick<Stage, "simulator">,
  client: Client,
  answer: object | string,
): Promise<Generation> {
  const company = uniqueCompany();
  await stage.simulator.answer(company, typeof answer === "string" ? answer : JSON.stringify(answer));
  const { generation } = await client.generations.create.mutate({ request: requestFor(company) });
  return finished(client, generation.id);
}

/** The code and details of what a call is refused with. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ code: string; details: Record<string, unknown> }> {
  const error = await call.then(
    (value) => expect.fail(`was not refused but gave ${JSON.stringify(value)}`),
    (reason: { code: string; details: Record<string, unknown> }) => reason,
  );
  return { code: error.code, details: error.details };
}
