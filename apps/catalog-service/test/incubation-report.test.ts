import { randomInt } from "node:crypto";
import { ViveroError } from "@vivero/contracts";
import { openDatabase } from "@vivero/database";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { syntheticTree, TREE_SHAPES } from "../bench/synthetic-tree.ts";
import type { CatalogService } from "../src/wiring.ts";
import { capabilitiesOf, importOf } from "./open-catalog.ts";
import { BOUND, clientOf, openSurroundings, type Report, type Surroundings } from "./run-service.ts";

const clinic = capabilitiesOf([["Care", [["Telehealth", ["Triage", "Consent"]]]]]);

let surroundings: Surroundings;
let service: CatalogService;
beforeAll(async () => {
  surroundings = await openSurroundings();
});
afterAll(() => surroundings.close());
beforeEach(async () => {
  service = await surroundings.startService();
});
afterEach(async () => {
  await service.close();
  await surroundings.stopGenerationServices();
});

/** Only a test's own scenario: jobs that an earlier test left are delivered too. */
const reportsOf = <R extends Report>(reports: R[], { scenarioId }: { scenarioId: number }) =>
  reports.filter((report) => report.scenarioId === scenarioId);
const last = <R extends Report>(reports: R[], of: { scenarioId: number }) => reportsOf(reports, of).at(-1);

describe("telling generation-service", () => {
  it("says at once how many are left, after the import and after each decision", async () => {
    const reports = await surroundings.startGenerationService();
    const organizationId = randomInt(1, 1_000_000_000);
    const calls = clientOf(service, { organizationId });
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
    const calls = clientOf(service);
    const input = importOf(syntheticTree(TREE_SHAPES[0]));
    const { scenarioId } = input;
    await calls.incubation.import.mutate(input);
    const { skills } = await calls.incubation.tree.query({ scenarioId });
    for (const { id } of skills) {
      await calls.incubation.approve.mutate({ scenarioId, selection: { items: [{ type: "skill", id }] } });
    }
    expect(await waitingJobs(scenarioId)).toBeLessThanOrEqual(3);
    const reports = await surroundings.startGenerationService();
    await vi.waitFor(() => {
      expect(last(reports, input)).toMatchObject({ revision: 28, remaining: 0 });
    }, BOUND);
    await vi.waitFor(async () => expect(await waitingJobs(scenarioId)).toBe(0), BOUND);
  }, 40_000);

  it("goes on trying when generation-service refuses, and leaves the decision as it is", async () => {
    const input = importOf(clinic);
    let refusals = 2;
    const reports = await surroundings.startGenerationService(({ scenarioId }) => {
      if (scenarioId === input.scenarioId && refusals-- > 0) throw new ViveroError("INTERNAL", "not today");
      return { applied: true };
    });
    const calls = clientOf(service);
    await calls.incubation.import.mutate(input);
    await vi.waitFor(() => {
      expect(reportsOf(reports, input)).toMatchObject([{ revision: 1, remaining: 4 }]);
    }, BOUND);
    expect((await calls.incubation.tree.query({ scenarioId: input.scenarioId })).remaining).toBe(4);
  }, 30_000);

  it("leaves the job to the next process when this one stops", async () => {
    const calls = clientOf(service);
    const input = importOf(clinic);
    await calls.incubation.import.mutate(input);
    await calls.incubation.approve.mutate({ scenarioId: input.scenarioId, selection: { all: true } });
    await service.close();
    const reports = await surroundings.startGenerationService();
    service = await surroundings.startService();
    await vi.waitFor(() => {
      expect(last(reports, input)).toMatchObject({ revision: 2, remaining: 0 });
    }, BOUND);
  }, 40_000);
});

/** Reports that are not delivered yet. */
async function waitingJobs(scenarioId: number): Promise<number> {
  const database = openDatabase({ url: surroundings.urls.catalogUrl, applicationName: "test", poolSize: 1 });
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
