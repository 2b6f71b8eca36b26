import type { BackfillState, Operations } from "@vivero/contracts";
import { afterEach, describe, expect, it } from "vitest";
import { unleashPage } from "../src/operations/installation.ts";
import { type OpenGateway, openGateway } from "./open-gateway.ts";

let gateway: OpenGateway;
afterEach(() => gateway?.close());

const backfill = (service: BackfillState["service"]): BackfillState => ({
  name: "accepted-prompt",
  service,
  state: "running",
  activity: "apply",
  counts: { planned: 12, done: 5, skipped: 1 },
  startedAt: "2026-02-01T10:00:00.000Z",
  finishedAt: null,
  startedBy: "operator@vivero",
});

const services = {
  generation: { listBackfills: async () => ({ items: [backfill("generation-service")] }) },
  catalog: { listBackfills: async () => ({ items: [backfill("catalog-service")] }) },
};

const read = async () =>
  (await (await gateway.fetch("/operations", { roles: ["operator"] })).json()) as Operations;

describe("what operators are told", () => {
  it("is health, flags as their organization meets them, backfills of both services, and where Unleash is", async () => {
    gateway = await openGateway(services);
    gateway.flags.set("import_generation", true, 3);
    const told = await read();
    expect(told.services.map(({ name, ready }) => `${name} ${ready}`)).toEqual([
      "gateway true",
      "generation-service true",
      "catalog-service true",
    ]);
    expect(told.services[0]?.dependencies).toContainEqual({
      name: "identityProvider",
      ready: false,
      detail: "not configured",
    });
    expect(told.flags).toContainEqual({ name: "import_generation", enabled: true, source: "unleash" });
    expect(told.backfills).toEqual([backfill("generation-service"), backfill("catalog-service")]);
    expect(told).toMatchObject({
      unleashUrl: "http://unleash.test",
      version: "1.2.3",
      maintenance: { on: false, message: null, until: null },
    });
  });

  it("goes on while a service is away, and says which, without its address", async () => {
    gateway = await openGateway(services);
    await gateway.stopCatalog();
    const told = await read();
    expect(told.services.find(({ name }) => name === "catalog-service")).toEqual({
      name: "catalog-service",
      ready: false,
      dependencies: [{ name: "process", ready: false, detail: "not reachable" }],
    });
    expect(told.backfills).toEqual([backfill("generation-service")]);
    expect(JSON.stringify(told)).not.toContain("127.0.0.1");
  });

  it("is for operators alone", async () => {
    gateway = await openGateway(services);
    for (const role of ["planner", "reviewer", "auditor"] as const)
      expect((await gateway.fetch("/operations", { roles: [role] })).status).toBe(403);
  });

  it("holds the words of a maintenance, for who may pass", async () => {
    gateway = await openGateway(services);
    gateway.flags.setMaintenance({ message: "Volvemos a las 12", until: "2026-03-01T12:00:00.000Z" });
    const answer = await gateway.fetch("/operations", {
      roles: ["operator"],
      headers: { "x-maintenance-bypass": "let the operator through" },
    });
    expect(await answer.json()).toMatchObject({
      maintenance: { on: true, message: "Volvemos a las 12", until: "2026-03-01T12:00:00.000Z" },
    });
    const closed = await gateway.fetch("/operations", { roles: ["operator"] });
    expect(await closed.json()).toMatchObject({ code: "MAINTENANCE", until: "2026-03-01T12:00:00.000Z" });
  });

  it("finds the page of Unleash beside its API, unless told where", () => {
    expect(unleashPage("http://unleash:4242/api/", undefined)).toBe("http://unleash:4242");
    expect(unleashPage("http://unleash:4242/api", "https://flags.example")).toBe("https://flags.example");
    expect(unleashPage(undefined, undefined)).toBeNull();
  });
});
