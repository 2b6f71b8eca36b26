import { randomInt } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../connection/open-database.ts";
import { createTestDatabase, type TestDatabase } from "../testing/index.ts";
import { insertSampleRows } from "./sample-rows.ts";

const TABLES = ["capabilities", "competencies", "skills"] as const;

let testDatabase: TestDatabase;
let owner: Database;
let catalog: Database;
let organization_id: number;

/** The samples took id 1 without asking the identity for it. */
const newId = () => randomInt(2, 2 ** 40);

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  owner = openDatabase({ url: testDatabase.ownerUrl, applicationName: "test", poolSize: 2 });
  catalog = openDatabase({ url: testDatabase.catalogUrl, applicationName: "test", poolSize: 4 });
});

beforeEach(async () => {
  organization_id = randomInt(1, 2 ** 40);
  await insertSampleRows(owner.knex, organization_id);
});

afterAll(async () => {
  await owner.close();
  await catalog.close();
  await testDatabase.drop();
});

/** A second row like the sample, with these values of its own. */
function insertLike(table: string, values: Record<string, unknown>): Promise<number> {
  return catalog.tenant(organization_id, async (trx) => {
    const {
      id: _id,
      search_key: _generated,
      ...sample
    } = await trx(`catalog.${table}`).where({ id: 1 }).first();
    const [row] = await trx(`catalog.${table}`).insert({ ...sample, id: newId(), ...values }, "id");
    return row.id;
  });
}

describe.each(TABLES)("%s", (table) => {
  it("has one active entity of a name in an organization, whoever comes first", async () => {
    const attempts = await Promise.allSettled(
      Array.from({ length: 4 }, () => insertLike(table, { name_key: "same", status: "active" })),
    );
    expect(attempts.filter((attempt) => attempt.status === "fulfilled")).toHaveLength(1);
    expect(attempts.find((attempt) => attempt.status === "rejected")?.reason).toMatchObject({
      code: "23505",
      constraint: `${table}_one_active_name`,
    });
    const active = await insertLike(table, { name_key: "other", status: "active" });
    await insertLike(table, { name_key: "other" });
    await insertLike(table, { name_key: "other", status: "merged", merged_into_id: active });
    await insertLike(table, { name_key: "other", status: "rejected", rejection_reason: "twice" });
  });

  it("lets another organization have the same active name", async () => {
    await insertLike(table, { name_key: "same", status: "active" });
    organization_id = randomInt(1, 2 ** 40);
    await insertSampleRows(owner.knex, organization_id);
    await insertLike(table, { name_key: "same", status: "active" });
  });

  it.each([
    ["a status that is none", { status: "live" }],
    ["an empty name", { name: "" }],
    ["a name of more than 500 characters", { name: "x".repeat(501) }],
    ["a name key that no index entry can hold", { name_key: "x".repeat(2_601) }],
    ["merged into nothing", { status: "merged" }],
    ["merged into what is not there", { status: "merged", merged_into_id: 999_999 }],
    ["a target while it incubates", { merged_into_id: 1 }],
    ["merged into itself", { id: 77, status: "merged", merged_into_id: 77 }],
    ["rejected without a reason", { status: "rejected" }],
    ["a reason while it incubates", { rejection_reason: "why" }],
    ["incubating without an origin", { incubation_id: null }],
  ])("refuses %s", async (_what, values) => {
    await expect(insertLike(table, values)).rejects.toMatchObject({ code: expect.stringMatching(/^23/) });
  });
});

describe("the tree", () => {
  it.each([
    ["competencies", { scenario_id: 2 }],
    ["skills", { scenario_id: 2 }],
    ["skills", { competency_id: 999_999 }],
  ])("refuses in %s a parent of another scenario, or none", async (table, values) => {
    await expect(insertLike(table, values)).rejects.toMatchObject({ code: "23503" });
  });

  it.each([
    ["capabilities", { importance: 6 }],
    ["capabilities", { importance: 0 }],
    ["competencies", { required_level: 6 }],
  ])("refuses in %s a rating out of 1 to 5", async (table, values) => {
    await expect(insertLike(table, values)).rejects.toMatchObject({ code: "23514" });
  });
});

describe("imports and provenance", () => {
  it("refuse a second incubation of a generation, and a second scenario from one", async () => {
    await expect(
      catalog.tenant(organization_id, (trx) =>
        trx("catalog.incubations").insert({
          organization_id,
          id: newId(),
          scenario_id: 2,
          generation_id: 1,
          payload_hash: "abc",
        }),
      ),
    ).rejects.toMatchObject({ constraint: "incubations_once_a_generation" });

    const scenarios = () => owner.knex("generation.scenarios");
    await scenarios().where({ organization_id }).update({ source_generation_id: 1 });
    await expect(
      scenarios().insert({ organization_id, id: newId(), name: "second", source_generation_id: 1 }),
    ).rejects.toMatchObject({ constraint: "scenarios_source_generation" });
  });

  it("keep one idempotency key a requester, and one running attempt a generation", async () => {
    const generation = { organization_id, requested_by: 7, idempotency_key: "key", idempotency_hash: "hash" };
    const generations = () => owner.knex("generation.scenario_generations");
    await generations().insert({ ...generation, id: newId() });
    await generations().insert({ ...generation, id: newId(), requested_by: 8 });
    await expect(generations().insert({ ...generation, id: newId() })).rejects.toMatchObject({
      constraint: "scenario_generations_idempotency_key",
    });

    const second = { organization_id, generation_id: 1, attempt: 2 };
    await expect(owner.knex("generation.generation_attempts").insert(second)).rejects.toMatchObject({
      constraint: "generation_attempts_one_running",
    });
  });

  it.each([
    { confidence_score: 1.001 },
    { confidence_score: -0.1 },
    { language: "fr" },
    { status: "done" },
    { metadata: "[]" },
    { metadata: '{"import_audit": {}}' },
    { status: "failed", accepted_at: new Date() },
    { idempotency_key: "key" },
  ])("refuse a generation with %o", async (values) => {
    await expect(
      owner.knex("generation.scenario_generations").insert({ organization_id, ...values }),
    ).rejects.toMatchObject({ code: "23514" });
  });
});
