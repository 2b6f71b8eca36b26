import { randomInt } from "node:crypto";
import type {
  CallContext,
  CatalogApi,
  ImportCapability,
  ImportInput,
  IncubationTree,
} from "@vivero/contracts";
import { type Database, openDatabase } from "@vivero/database";
import { createTestDatabase, type TestDatabase } from "@vivero/database/testing";
import { createLogger, hashOf } from "@vivero/service-kit";
import { type JobQueue, openJobQueue } from "../src/jobs/job-queue.ts";
import { createCatalogApi } from "../src/wiring.ts";

/** A test suite's catalog: every use case on a PostgreSQL of its own, with the real job queue and no worker. */
export interface TestCatalog {
  readonly api: CatalogApi;
  readonly database: Database;
  readonly queue: JobQueue;
  readonly urls: TestDatabase;
  close(): Promise<void>;
}

export async function openCatalog(): Promise<TestCatalog> {
  const urls = await createTestDatabase();
  const database = openDatabase({ url: urls.catalogUrl, applicationName: "catalog-test", poolSize: 24 });
  const log = createLogger({ service: "catalog-test", level: "silent" });
  const queue = await openJobQueue({ databaseUrl: urls.catalogUrl, log });
  return {
    api: createCatalogApi({ database, ...queue, clock: () => new Date() }),
    database,
    queue,
    urls,
    async close() {
      await queue.stop(1_000);
      await database.close();
      await urls.drop();
    },
  };
}

/** Somebody who may do everything, in an organization of their own. */
export function someone(organizationId = randomInt(1, 1_000_000_000), userId = 7): CallContext {
  return {
    actor: { userId, organizationId, roles: ["reviewer", "planner", "auditor"] },
    requestId: `request-${organizationId}`,
    caller: "generation-service",
  };
}

/** A tree as tests write it: names of capabilities, of their competencies, of their skills. */
export type Outline = readonly (readonly [string, readonly (readonly [string, readonly string[]])[]])[];

export function capabilitiesOf(outline: Outline): ImportCapability[] {
  return outline.map(([capability, competencies], i) => ({
    llmId: `cap-${i}`,
    name: capability,
    description: null,
    path: `capabilities[${i}]`,
    importance: 3,
    competencies: competencies.map(([competency, skills], j) => ({
      llmId: null,
      name: competency,
      description: `about ${competency}`,
      path: `capabilities[${i}].competencies[${j}]`,
      requiredLevel: null,
      skills: skills.map((skill, k) => ({
        llmId: null,
        name: skill,
        description: null,
        path: `capabilities[${i}].competencies[${j}].skills[${k}]`,
      })),
    })),
  }));
}

let lastId = 0;

/** What generation-service sends for a scenario of its own. */
export function importOf(
  capabilities: ImportCapability[],
  ids: { scenarioId: number; generationId: number } = {
    scenarioId: ++lastId,
    generationId: lastId + 500_000,
  },
): ImportInput {
  return { ...ids, payloadHash: hashOf(capabilities), capabilities, skipped: [] };
}

/** Imports an outline and gives its scenario. */
export async function incubate(api: CatalogApi, context: CallContext, outline: Outline): Promise<number> {
  const input = importOf(capabilitiesOf(outline));
  await api.importTree(input, context);
  return input.scenarioId;
}

/** Every entity of a tree, capabilities first. */
export const everyEntity = (tree: IncubationTree) => [
  ...tree.capabilities,
  ...tree.competencies,
  ...tree.skills,
];

/** The entities that bear these names, as a decision names them: `skill:Python` or, where no other kind has it, `Python`. */
export function items(tree: IncubationTree, ...names: string[]) {
  return names.map((name) => {
    const found = everyEntity(tree).find(
      (entity) => entity.name === name || `${entity.type}:${entity.name}` === name,
    );
    if (!found) throw new Error(`no ${name} in the tree`);
    return { type: found.type, id: found.id };
  });
}
