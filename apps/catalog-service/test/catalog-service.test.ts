import { randomInt } from "node:crypto";
import {
  type CatalogRouter,
  createGenerationRouter,
  type GenerationApi,
  type ImportInput,
  type ReviewInput,
  ViveroError,
} from "@vivero/contracts";
import { openDatabase } from "@vivero/database";
import { createTestDatabase, type TestDatabase } from "@vivero/database/testing";
import {
  createLogger,
  createMetrics,
  createServiceApp,
  createServiceClient,
  type Listening,
  listen,
} from "@vivero/service-kit";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { syntheticTree, TREE_SHAPES } from "../bench/synthetic-tree.ts";
import { type CatalogService, startCatalogService } from "../src/wiring.ts";
import { capabilitiesOf, importOf, someone } from "./open-catalog.ts";

const tokenSecret = "a secret of the tests, of thirty-two characters";
const log = createLogger({ service: "test", level: "silent" });
const clinic = capabilitiesOf([["Care", [["Telehealth", ["Triage", "Consent"]]]]]);

type Report = Parameters<GenerationApi["reportIncubation"]>[0];

/** generation-service as far as this service knows it: the real router over HTTP, which takes reports. */
async function startGenerationService(
  port: number,
  answer: (report: Report) => { applied: boolean } = () => ({ applied: true }),
) {
  const reports: (Report & { userId: number; requestId: string; caller: string })[] = [];
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
    tokenSecret,
    log,
    metrics: createMetrics("generation-service"),
    readiness: {},
  });
  return { reports, server: await listen({ app, port }) };
}

let urls: TestDatabase;
let service: CatalogService;
let generationPort: number;
const open: Listening[] = [];

beforeAll(async () => {
  urls = await createTestDatabase();
});
afterAll(() => urls.drop());

beforeEach(async () => {
  const { server } = await startGenerationService(0);
  generationPort = server.port;
  await server.close(0);
  service = await startService();
});
afterEach(async () => {
  await service.close();
  for (const server of open.splice(0)) await server.close(0);
});

/** The service as it runs, on a free port, beside a generation-service that may or may not be there. */
const startService = () =>
  startCatalogService(
    {
      PORT: 0,
      HOST: "127.0.0.1",
      LOG_LEVEL: "silent",
      DATABASE_URL: urls.catalogUrl,
      DATABASE_POOL_SIZE: 8,
      SERVICE_TOKEN_SECRET: tokenSecret,
      GENERATION_SERVICE_URL: `http://127.0.0.1:${generationPort}`,
    },
    log,
    { pollingSeconds: 0.5 },
  );

async function generationService(answer?: (report: Report) => { applied: boolean }) {
  const started = await startGenerationService(generationPort, answer);
  open.push(started.server);
  return started.reports;
}

/** A client of the running service, in an organization of its own unless one is given. */
function client(
  organizationId = randomInt(1, 1_000_000_000),
  caller: "generation-service" | "gateway" = "generation-service",
) {
  const { actor, requestId } = someone(organizationId);
  return createServiceClient<CatalogRouter>({ url: service.url, caller, tokenSecret, timeoutMs: 20_000 })({
    actor,
    requestId,
  });
}

/** Only a test's own scenario: jobs that an earlier test left are delivered too. */
const reportsOf = <R extends Report>(reports: R[], { scenarioId }: { scenarioId: number }) =>
  reports.filter((report) => report.scenarioId === scenarioId);
const last = <R extends Report>(reports: R[], of: { scenarioId: number }) => reportsOf(reports, of).at(-1);

const BOUND = { timeout: 15_000, interval: 50 };

describe("over HTTP", () => {
  it("takes an import, shows it, decides on it, finds it and proves its audit trail", async () => {
    const calls = client();
    const input = importOf(clinic);
    const { scenarioId } = input;
    expect((await calls.incubation.import.mutate(input)).imported).toEqual({
      capabilities: 1,
      competencies: 1,
      skills: 2,
    });
    expect((await calls.incubation.tree.query({ scenarioId })).remaining).toBe(4);
    const selection = { all: true as const };
    expect((await calls.incubation.approve.mutate({ scenarioId, selection })).remaining).toBe(0);
    expect((await calls.incubation.undo.mutate({ scenarioId, selection })).remaining).toBe(4);
    expect((await calls.incubation.reject.mutate({ scenarioId, selection, reason: "no" })).remaining).toBe(0);
    expect((await calls.catalog.search.query({ type: "skill" })).items).toEqual([]);
    const trail = await calls.audit.list.query({ limit: 5 });
    expect([trail.items.length, trail.more]).toEqual([5, true]);
    const older = await calls.audit.list.query({ limit: 200, beforeId: trail.items.at(-1)?.id ?? 0 });
    expect([older.items.length, older.more]).toEqual([8, false]);
    expect(await calls.audit.verify.query({})).toMatchObject({
      chain: "catalog",
      verified: true,
      events: 13,
    });
  });

  it("tells another organization that nothing is there, whatever it asks for or tries", async () => {
    const owner = client();
    const input = importOf(clinic);
    const { scenarioId } = input;
    await owner.incubation.import.mutate(input);
    await owner.incubation.approve.mutate({ scenarioId, selection: { all: true } });
    const before = await owner.incubation.tree.query({ scenarioId });
    const stranger = client();
    const item = { type: "skill" as const, id: before.skills[0]?.id ?? 0 };
    const decisions: ReviewInput[] = [
      { scenarioId, selection: { all: true } },
      { scenarioId, selection: { items: [item] } },
    ];
    const attempts = [
      () => stranger.incubation.tree.query({ scenarioId }),
      ...decisions.flatMap((decision) => [
        () => stranger.incubation.approve.mutate(decision),
        () => stranger.incubation.reject.mutate({ ...decision, reason: "no" }),
        () => stranger.incubation.undo.mutate(decision),
      ]),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await stranger.catalog.search.query({ type: "skill" })).items).toEqual([]);
    expect(await stranger.audit.list.query({ scenarioId })).toEqual({ items: [], more: false });
    expect(await stranger.audit.verify.query({})).toMatchObject({ events: 0, head: null });

    // The same ids are free for the stranger's own scenario; the two never meet.
    await stranger.incubation.import.mutate(input);
    const theirs = await stranger.incubation.tree.query({ scenarioId });
    const foreign = { scenarioId, selection: { items: [item] } };
    await expect(stranger.incubation.approve.mutate(foreign)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await stranger.incubation.approve.mutate({ scenarioId, selection: { all: true } });
    expect(theirs.skills[0]?.sameAs).toBeNull();
    expect(await owner.incubation.tree.query({ scenarioId })).toEqual(before);
  });

  it("takes imports from generation-service only", async () => {
    await expect(
      client(undefined, "gateway").incubation.import.mutate(importOf(clinic)),
    ).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("carries a tree of 13,896 skills in and out", async () => {
    const calls = client();
    const input: ImportInput = importOf(syntheticTree(TREE_SHAPES[2]));
    await calls.incubation.import.mutate(input);
    const tree = await calls.incubation.tree.query({ scenarioId: input.scenarioId });
    expect(tree.skills).toHaveLength(13_896);
    expect(tree.skills.map(({ path }) => path)).toEqual(
      input.capabilities.flatMap(({ competencies }) =>
        competencies.flatMap(({ skills }) => skills.map(({ path }) => path)),
      ),
    );
  }, 60_000);

  it("is ready while database and queue answer", async () => {
    const answer = await fetch(`${service.url}/readyz`);
    expect(await answer.json()).toMatchObject({
      ready: true,
      checks: { database: { ok: true }, queue: { ok: true } },
    });
  });
});

describe("telling generation-service", () => {
  it("says at once how many are left, after the import and after each decision", async () => {
    const reports = await generationService();
    const organizationId = randomInt(1, 1_000_000_000);
    const calls = client(organizationId);
    const { scenarioId, generationId, ...rest } = importOf(clinic);
    await calls.incubation.import.mutate({ scenarioId, generationId, ...rest });
    await vi.waitFor(
      () => expect(last(reports, { scenarioId })).toMatchObject({ revision: 1, remaining: 4 }),
      BOUND,
    );
    await calls.incubation.approve.mutate({ scenarioId, selection: { all: true } });
    await vi.waitFor(() => {
      expect(last(reports, { scenarioId })).toEqual({
        scenarioId,
        generationId,
        revision: 2,
        remaining: 0,
        userId: 7,
        requestId: `request-${organizationId}`,
        caller: "catalog-service",
      });
    }, BOUND);
  });

  it("delivers what holds by then when generation-service was down, with at most a few jobs waiting", async () => {
    const calls = client();
    const input = importOf(syntheticTree(TREE_SHAPES[0]));
    const { scenarioId } = input;
    await calls.incubation.import.mutate(input);
    const { skills } = await calls.incubation.tree.query({ scenarioId });
    for (const { id } of skills) {
      await calls.incubation.approve.mutate({ scenarioId, selection: { items: [{ type: "skill", id }] } });
    }
    expect(await waitingJobs(scenarioId)).toBeLessThanOrEqual(3);
    const reports = await generationService();
    await vi.waitFor(() => {
      expect(last(reports, input)).toMatchObject({ revision: 28, remaining: 0 });
    }, BOUND);
    await vi.waitFor(async () => expect(await waitingJobs(scenarioId)).toBe(0), BOUND);
  }, 40_000);

  it("goes on trying when generation-service refuses, and leaves the decision as it is", async () => {
    const input = importOf(clinic);
    let refusals = 2;
    const reports = await generationService(({ scenarioId }) => {
      if (scenarioId === input.scenarioId && refusals-- > 0) throw new ViveroError("INTERNAL", "not today");
      return { applied: true };
    });
    const calls = client();
    await calls.incubation.import.mutate(input);
    await vi.waitFor(() => {
      expect(reportsOf(reports, input)).toMatchObject([{ revision: 1, remaining: 4 }]);
    }, BOUND);
    expect((await calls.incubation.tree.query({ scenarioId: input.scenarioId })).remaining).toBe(4);
  }, 30_000);

  it("leaves the job to the next process when this one stops", async () => {
    const calls = client();
    const input = importOf(clinic);
    await calls.incubation.import.mutate(input);
    await calls.incubation.approve.mutate({ scenarioId: input.scenarioId, selection: { all: true } });
    await service.close();
    const reports = await generationService();
    service = await startService();
    await vi.waitFor(() => {
      expect(last(reports, input)).toMatchObject({ revision: 2, remaining: 0 });
    }, BOUND);
  }, 40_000);
});

describe("stopping", () => {
  it("lets running requests end and takes no new ones", async () => {
    const calls = client();
    const input = importOf(clinic);
    const owner = openDatabase({ url: urls.ownerUrl, applicationName: "test" });
    const { running, closed } = await owner.knex.transaction(async (trx) => {
      await trx.raw("LOCK TABLE catalog.incubations IN ACCESS EXCLUSIVE MODE");
      const running = calls.incubation.import.mutate(input);
      await vi.waitFor(async () => {
        const { rows } = await owner.knex.raw(
          "SELECT FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        );
        expect(rows).toHaveLength(1);
      }, BOUND);
      return { running, closed: service.close() };
    });
    expect((await running).imported.skills).toBe(2);
    await closed;
    await owner.close();
    await expect(calls.incubation.tree.query({ scenarioId: input.scenarioId })).rejects.toMatchObject({
      code: "DEPENDENCY_UNAVAILABLE",
    });
    service = await startService();
  });
});

/** Reports that are not delivered yet. */
async function waitingJobs(scenarioId: number): Promise<number> {
  const database = openDatabase({ url: urls.catalogUrl, applicationName: "test", poolSize: 1 });
  try {
    const { rows } = await database.knex.raw(
      "SELECT count(*) FROM catalog_queue.job WHERE state <= 'active' AND singleton_key LIKE ?",
      [`%:${scenarioId}`],
    );
    return rows[0].count;
  } finally {
    await database.close();
  }
}
