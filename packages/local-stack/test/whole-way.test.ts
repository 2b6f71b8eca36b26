import { randomUUID } from "node:crypto";
import type { CatalogPage, IncubationTree, ReviewResult } from "@vivero/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiError, waitFor } from "../src/api-client.ts";
import { differences } from "../src/demo/demo-report.ts";
import { runDemo } from "../src/demo/run-demo.ts";
import { readExample } from "../src/seed-examples.ts";
import { openStack, type TestStack } from "./open-stack.ts";
import { accept, begin, generate, importAudit, scenarioCount } from "./planner.ts";

let system: TestStack;
beforeAll(async () => {
  system = await openStack();
}, 180_000);
afterAll(() => system.close());

const problemOf = async (call: Promise<unknown>) => {
  const error = await call.catch((thrown: unknown) => thrown);
  if (!(error instanceof ApiError)) throw new Error(`not refused: ${JSON.stringify(error)}`);
  return error.problem;
};

describe("the whole way", () => {
  it("takes the three examples from prompt to catalog, each entity once, on record", async () => {
    const { stack } = system;
    const report = await runDemo({ stack: stack.info(), secrets: stack.secrets, note: () => undefined });
    expect(report.refused).toEqual([]);
    expect(report.scenarios).toHaveLength(3);
    for (const scenario of report.scenarios) expect(differences(scenario), scenario.file).toEqual([]);
  });
});

describe("accepting with import", () => {
  it("is refused while the flag is off, on record, and leaves no scenario", async () => {
    await system.setImport(false);
    const { api } = await system.newcomer();
    const id = await generate(api);
    expect(await problemOf(accept(api, id))).toMatchObject({ status: 403, code: "IMPORT_DISABLED" });
    expect(await importAudit(api, id)).toEqual(["skipped_feature_flag"]);
    expect(await scenarioCount(api)).toBe(0);
    await system.setImport(true);
    await accept(api, id);
    expect(await importAudit(api, id)).toEqual(["skipped_feature_flag", "started", "success"]);
  });

  it("is refused for an answer that breaks the contract, with each place, on record, and leaves no scenario", async () => {
    await system.setImport(true);
    const { api } = await system.newcomer();
    const answer = {
      scenario_metadata: { name: "Vacía" },
      capabilities: [{ name: "Sola", competencies: [] }],
    };
    await system.teach("Invalida SpA", JSON.stringify(answer));
    const id = await generate(api, "Invalida SpA");
    const problem = await problemOf(accept(api, id));
    expect(problem).toMatchObject({ status: 422, code: "ANSWER_INVALID" });
    expect(problem.errors?.map(({ path }) => path)).toContain("capabilities[0].competencies");
    expect(await importAudit(api, id)).toEqual(["validation_failed"]);
    expect(await scenarioCount(api)).toBe(0);
  });

  it("makes one scenario and one import of 50 accepts at once", async () => {
    await system.setImport(true);
    const { api, organizationId } = await system.newcomer();
    const id = await generate(api);
    const accepted = await Promise.all(Array.from({ length: 50 }, () => accept(api, id)));
    expect(accepted.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(accepted.map(({ scenario }) => scenario.id)).size).toBe(1);
    await waitFor(
      "the import",
      () => importAudit(api, id),
      (statuses) => statuses.includes("success"),
    );
    expect((await importAudit(api, id)).filter((status) => status === "success")).toHaveLength(1);
    const [row] = await system.sql<{ scenarios: string; incubations: string }>(
      "owner",
      `SELECT (SELECT count(*) FROM scenarios WHERE organization_id = ${organizationId}) AS scenarios,
              (SELECT count(*) FROM incubations WHERE organization_id = ${organizationId}) AS incubations`,
    );
    expect(row).toEqual({ scenarios: "1", incubations: "1" });
  });
});

describe("a part that is away", () => {
  it("delays an import, which is delivered when the catalog is back", async () => {
    await system.setImport(true);
    const { api } = await system.newcomer();
    const id = await generate(api);
    const catalog = system.stack.program("catalog");
    await catalog?.stop();
    const accepted = await accept(api, id);
    expect(accepted).toMatchObject({ created: true, import: { status: "pending" } });
    await catalog?.start();
    await waitFor(
      "the delayed import",
      () => api.get<{ import: { status: string } }>(`/scenarios/${accepted.scenario.id}`),
      (scenario) => scenario.import.status === "succeeded",
    );
    const tree = await api.get<IncubationTree>(`/scenarios/${accepted.scenario.id}/incubation`);
    expect(tree.skills.length).toBeGreaterThan(20);
    const audit = await importAudit(api, id);
    expect(audit.filter((status) => status === "success")).toHaveLength(1);
    expect(audit).toContain("pending");
  });

  it("does not keep a scenario from becoming incubated", async () => {
    await system.setImport(true);
    const { api, organizationId } = await system.newcomer();
    const { scenario } = await accept(api, await generate(api));
    const generation = system.stack.program("generation");
    await generation?.stop();
    const result = await api.post<ReviewResult>(`/scenarios/${scenario.id}/incubation/approve`, {
      all: true,
    });
    expect(result.remaining).toBe(0);
    await generation?.start();
    await waitFor(
      "the scenario to be incubated",
      async () =>
        (
          await system.sql<{ status: string }>(
            "owner",
            `SELECT status FROM scenarios WHERE organization_id = ${organizationId}`,
          )
        )[0],
      (row) => row?.status === "incubated",
    );
  });

  it("leaves flags at their last values while Unleash is down, also across a restart of the service", async () => {
    await system.setImport(true);
    const { api } = await system.newcomer();
    const id = await generate(api);
    const unleash = system.stack.program("unleash");
    await unleash?.stop();
    const generation = system.stack.program("generation");
    await generation?.stop();
    await generation?.start();
    const flags = await api.get<{ items: { name: string; enabled: boolean; source: string }[] }>("/flags");
    expect(flags.items).toContainEqual({ name: "import_generation", enabled: true, source: "last-known" });
    expect((await accept(api, id)).import.status).toBe("succeeded");
    await unleash?.start();
  });

  it("has a killed worker's generation resumed by the next one, as a new attempt", async () => {
    const { api, organizationId } = await system.newcomer();
    const text = JSON.stringify(await readExample("northquay-logistics"));
    const answer = JSON.stringify({
      scenario_metadata: { name: "Lento", description: text },
      capabilities: [{ name: "C", competencies: [{ name: "K", skills: [{ name: "S" }] }] }],
    });
    await system.teach("Lenta Ltda", answer, "slow");
    const id = await begin(api, "Lenta Ltda");
    const chunks = () =>
      system.sql<{ attempt: number; text: string }>(
        "owner",
        `SELECT attempt, text FROM generation_chunks WHERE organization_id = ${organizationId} AND generation_id = ${id} ORDER BY attempt, sequence`,
      );
    await waitFor("the first chunks", chunks, (rows) => rows.length > 0);
    system.stack.program("generation")?.kill("SIGKILL");
    await waitFor("a second attempt", chunks, (rows) => rows.some(({ attempt }) => attempt === 2), 75_000);
    const mixed = (await chunks())
      .filter(({ attempt }) => attempt === 2)
      .map((row) => row.text)
      .join("");
    expect(answer.startsWith(mixed)).toBe(true);
    await waitFor(
      "the system to answer again",
      () =>
        api.post(`/scenario-generations/${id}/cancel`).then(
          () => true,
          () => false,
        ),
      (cancelled) => cancelled,
    );
  }, 120_000);
});

describe("another organization", () => {
  it("gets 404 for every id of every route, and nothing in its lists", async () => {
    await system.setImport(true);
    const { api } = await system.newcomer();
    const id = await generate(api);
    const { scenario } = await accept(api, id);
    const tree = await api.get<IncubationTree>(`/scenarios/${scenario.id}/incubation`);
    const item = { type: "skill", id: tree.skills[0]?.id };
    const other = { type: "skill", id: tree.skills[1]?.id };
    await api.post(`/scenarios/${scenario.id}/incubation/approve`, { items: [item] });
    const draftId = randomUUID();
    await api.send("PUT", `/generation-drafts/${draftId}`, { step: 1, request: {} });
    const active = async (plural: string) =>
      (await api.get<CatalogPage>(`/catalog/${plural}`)).items[0]?.id ?? 0;

    const { api: stranger } = await system.newcomer();
    const scenarios = `/scenarios/${scenario.id}`;
    const review = `${scenarios}/incubation`;
    const capabilityId = tree.capabilities[0]?.id;
    const requests: [method: string, path: string, body?: unknown][] = [
      ["GET", `/scenario-generations/${id}`],
      ["GET", `/scenario-generations/${id}/events`],
      ["GET", `/scenario-generations/${id}/raw-prompt`],
      ["POST", `/scenario-generations/${id}/accept`, { import: true }],
      ["POST", `/scenario-generations/${id}/cancel`],
      ["POST", `/scenario-generations/${id}/retry`],
      ["GET", `/generation-drafts/${draftId}`],
      ["PUT", `/generation-drafts/${draftId}`, { step: 2, request: {} }],
      ["DELETE", `/generation-drafts/${draftId}`],
      ["GET", scenarios],
      ["GET", `${scenarios}/accepted-prompt`],
      ["GET", review],
      ["POST", `${review}/approve`, { items: [other] }],
      ["POST", `${review}/approve`, { all: true }],
      ["POST", `${review}/reject`, { items: [other], reason: "no" }],
      ["POST", `${review}/undo`, { all: true }],
      ["POST", `${review}/merge`, { items: [{ ...other, intoId: item.id }] }],
      ["POST", `${review}/preview`, { action: "approve", all: true }],
      ["PATCH", `${review}/skill/${other.id}`, { name: "Mine now" }],
      ["POST", `${review}/leases`, { capabilityId }],
      ["DELETE", `${review}/leases/${capabilityId}`],
      ["GET", `/catalog/capabilities/${await active("capabilities")}`],
      ["GET", `/catalog/competencies/${await active("competencies")}`],
      ["GET", `/catalog/skills/${item.id}`],
    ];
    await expectEveryRoute(requests);
    for (const [method, path, body] of requests) {
      // A draft of the same id is the stranger's own: the two never meet.
      if (method === "PUT") continue;
      expect((await problemOf(stranger.send(method, path, body))).status, `${method} ${path}`).toBe(404);
    }
    await stranger.send("PUT", `/generation-drafts/${draftId}`, { step: 5, request: {} });
    expect(await api.get(`/generation-drafts/${draftId}`)).toMatchObject({ step: 1 });
    for (const path of ["/scenario-generations", "/scenarios", "/catalog/skills", "/audit-events"]) {
      expect((await stranger.get<{ items: unknown[] }>(path)).items, path).toEqual([]);
    }
    expect((await api.get<CatalogPage>("/catalog/skills")).items).toHaveLength(1);
  });
});

/** That `requests` reaches each operation of the API whose path holds an id: a new route cannot be forgotten here. */
async function expectEveryRoute(requests: readonly (readonly [string, string, unknown?])[]): Promise<void> {
  const { gatewayUrl } = system.stack.info();
  const { paths } = (await (await fetch(`${gatewayUrl}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const prefix = "/api/strategic-planning";
  const withId = Object.entries(paths).filter(([path]) => path.startsWith(prefix) && path.includes("{"));
  for (const [path, methods] of withId) {
    const pattern = new RegExp(`^${path.slice(prefix.length).replaceAll(/\{\w+\}/g, "[^/]+")}$`);
    for (const method of Object.keys(methods)) {
      const reached = requests.some(
        ([sent, place]) => sent === method.toUpperCase() && pattern.test(String(place)),
      );
      expect(reached, `${method} ${path} is tried by a stranger`).toBe(true);
    }
  }
}

describe("the database", () => {
  it("lets each service see its own schema only", async () => {
    await expect(system.sql("catalog", "SELECT * FROM generation.scenarios")).rejects.toThrow(
      /permission denied/,
    );
    await expect(system.sql("generation", "SELECT * FROM catalog.skills")).rejects.toThrow(
      /permission denied/,
    );
  });

  it("answers the operators' plain SQL", async () => {
    await system.setImport(true);
    const { api, organizationId } = await system.newcomer();
    const { scenario } = await accept(api, await generate(api));
    const provenance = await system.sql<{ id: unknown; has_prompt: boolean }>(
      "owner",
      "SELECT id, source_generation_id, accepted_prompt IS NOT NULL AS has_prompt FROM scenarios WHERE source_generation_id IS NOT NULL LIMIT 10;",
    );
    expect(provenance.every(({ has_prompt }) => has_prompt)).toBe(true);
    const accepted = await system.sql<{ count: string }>(
      "owner",
      "SELECT COUNT(*) FROM scenario_generations WHERE accepted_at IS NOT NULL;",
    );
    expect(Number(accepted[0]?.count)).toBeGreaterThan(0);
    const skills = await system.sql<{ organization_id: unknown }>(
      "owner",
      `SELECT * FROM skills WHERE competency_id IN (SELECT id FROM competencies WHERE capability_id IN (SELECT id FROM capabilities WHERE scenario_id = ${scenario.id}));`,
    );
    expect(skills.length).toBeGreaterThan(20);
    expect(new Set(skills.map((row) => String(row.organization_id)))).toEqual(
      new Set([String(organizationId)]),
    );
  });
});
