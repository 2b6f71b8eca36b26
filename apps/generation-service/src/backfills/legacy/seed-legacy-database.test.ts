import { migrationStatus, openDatabase } from "@vivero/database";
import { createTestDatabase, type TestDatabase } from "@vivero/database/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RealDataError, seedLegacyDatabase } from "./seed-legacy-database.ts";

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase();
});

afterEach(() => database.drop());

async function query<T>(sql: string): Promise<T[]> {
  const owner = openDatabase({ url: database.ownerUrl, applicationName: "test", poolSize: 1 });
  try {
    return (await owner.knex.raw(sql)).rows;
  } finally {
    await owner.close();
  }
}

const pending = async () =>
  (await migrationStatus({ urls: { generation: database.ownerUrl, catalog: database.ownerUrl } }))
    .filter(({ state }) => state !== "applied")
    .map(({ name }) => name);

describe("a database as it was before provenance", () => {
  it("lacks the migrations that brought it, and holds as many scenarios as were asked for", async () => {
    await seedLegacyDatabase({ url: database.ownerUrl, scenarios: 200, besideData: false });
    expect(await query("SELECT count(*)::integer AS count FROM generation.scenarios")).toEqual([
      { count: 200 },
    ]);
    expect(await pending()).toContain("2026_02_07_120000_add_generation_fields_to_scenarios_table");
  });

  it("is not made of one that holds real rows, unless they are named; they stay then", async () => {
    await query("INSERT INTO generation.scenarios (organization_id, name) VALUES (1, 'Ours')");
    const seed = { url: database.ownerUrl, scenarios: 50 };
    await expect(seedLegacyDatabase({ ...seed, besideData: false })).rejects.toThrow(RealDataError);
    expect(await pending()).toEqual([]);
    expect(await query("SELECT name FROM generation.scenarios")).toEqual([{ name: "Ours" }]);
    await seedLegacyDatabase({ ...seed, besideData: true });
    expect(await query("SELECT count(*)::integer AS count FROM generation.scenarios")).toEqual([
      { count: 51 },
    ]);
  });
});
