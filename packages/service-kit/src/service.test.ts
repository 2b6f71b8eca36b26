import {
  type Actor,
  type CallContext,
  type CatalogApi,
  type CatalogRouter,
  createCatalogRouter,
  ViveroError,
} from "@vivero/contracts";
import { afterEach, describe, expect, it } from "vitest";
import {
  createLogger,
  createMetrics,
  createServiceApp,
  createServiceClient,
  type Listening,
  listen,
  readServiceToken,
  signServiceToken,
} from "./index.ts";

const tokenSecret = "a secret of the tests, long enough";
const actor: Actor = { userId: 7, organizationId: 3, roles: ["reviewer", "auditor"] };
const open: Listening[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close(0);
});

/** A catalog-service whose only live part is what a test gives it. */
async function startCatalog(api: Partial<CatalogApi>, readiness = {}): Promise<string> {
  const app = createServiceApp({
    service: "catalog-service",
    router: createCatalogRouter(api as CatalogApi),
    tokenSecret,
    log: createLogger({ service: "test", level: "silent" }),
    metrics: createMetrics("test"),
    readiness,
  });
  const server = await listen({ app, port: 0 });
  open.push(server);
  return server.url;
}

const clientOf = (url: string, timeoutMs = 2_000) =>
  createServiceClient<CatalogRouter>({ url, caller: "gateway", tokenSecret, timeoutMs });

describe("calls between services", () => {
  it("carry the actor, the caller and the request id", async () => {
    let seen: CallContext | undefined;
    const url = await startCatalog({
      search: async (_input, context) => {
        seen = context;
        return { items: [], nextCursor: null };
      },
    });
    await clientOf(url)({ actor, requestId: "request-1" }).catalog.search.query({ type: "skill" });
    expect(seen).toEqual({ actor, requestId: "request-1", caller: "gateway" });
  });

  it("bring a failure across by its code, with its details and without its cause", async () => {
    const url = await startCatalog({
      approve: async () => {
        throw new ViveroError("REVIEW_CONFLICT", "Somebody else decided.", {
          details: { errors: [{ path: "items[0]", message: "was decided" }] },
          cause: new Error("secret"),
        });
      },
    });
    const call = clientOf(url)({ actor, requestId: "r" }).incubation.approve.mutate({
      scenarioId: 1,
      selection: { all: true },
    });
    await expect(call).rejects.toMatchObject({
      code: "REVIEW_CONFLICT",
      message: "Somebody else decided.",
      details: { errors: [{ path: "items[0]", message: "was decided" }] },
    });
  });

  it("say nothing of an unexpected failure to the caller", async () => {
    const url = await startCatalog({
      search: async () => {
        throw new Error("relation skills does not exist");
      },
    });
    const answer = await fetch(`${url}/trpc/catalog.search?input=${encodeURIComponent('{"type":"skill"}')}`, {
      headers: {
        authorization: `Bearer ${await signServiceToken(tokenSecret, { caller: "gateway", actor, requestId: "r" })}`,
      },
    });
    const body = await answer.text();
    expect(answer.status).toBe(500);
    expect(body).not.toContain("relation");
    expect(body).not.toContain("stack");
  });

  it("refuse what breaks the contract, in and out", async () => {
    const url = await startCatalog({ search: async () => ({ items: [{}], nextCursor: null }) as never });
    const client = clientOf(url)({ actor, requestId: "r" });
    await expect(client.catalog.search.query({ type: "planet" as "skill" })).rejects.toMatchObject({
      code: "INVALID_REQUEST",
      details: { errors: [{ path: "type" }] },
    });
    await expect(client.catalog.search.query({ type: "skill" })).rejects.toMatchObject({ code: "INTERNAL" });
  });

  it("stop actors without the permission and callers that are not meant", async () => {
    const url = await startCatalog({});
    const planner = clientOf(url)({ actor: { ...actor, roles: ["planner"] }, requestId: "r" });
    await expect(
      planner.incubation.approve.mutate({ scenarioId: 1, selection: { all: true } }),
    ).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("reviewer"),
    });
    const tree = {
      scenarioId: 1,
      generationId: 1,
      payloadHash: "0".repeat(64),
      capabilities: [],
      skipped: [],
    };
    await expect(planner.incubation.import.mutate(tree)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("become DEPENDENCY_UNAVAILABLE when nobody answers, or not in time", async () => {
    const slow = await startCatalog({ search: () => new Promise(() => undefined) });
    const behalf = { actor, requestId: "r" };
    await expect(clientOf(slow, 50)(behalf).catalog.search.query({ type: "skill" })).rejects.toMatchObject({
      code: "DEPENDENCY_UNAVAILABLE",
      retryable: true,
    });
    await expect(
      clientOf("http://127.0.0.1:1")(behalf).catalog.search.query({ type: "skill" }),
    ).rejects.toMatchObject({ code: "DEPENDENCY_UNAVAILABLE" });
  });
});

describe("service tokens", () => {
  it("are refused when missing, forged or signed with another key", async () => {
    const foreign = await signServiceToken("another secret of somebody else", {
      caller: "gateway",
      actor,
      requestId: "r",
    });
    for (const header of [null, "Bearer nonsense", `Bearer ${foreign}`]) {
      await expect(readServiceToken(tokenSecret, header)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    }
  });
});

describe("health", () => {
  it("tells which dependency is away, and no more than that", async () => {
    const url = await startCatalog(
      {},
      {
        database: async () => true,
        queue: () =>
          Promise.reject(Object.assign(new Error("postgres://user:pw@host"), { code: "ECONNREFUSED" })),
      },
    );
    const answer = await fetch(`${url}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      ready: false,
      checks: { database: { ok: true }, queue: { ok: false, problem: "ECONNREFUSED" } },
    });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain("process_cpu");
  });
});
