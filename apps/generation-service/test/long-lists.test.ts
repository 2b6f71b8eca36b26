import { type Database, openDatabase } from "@vivero/database";
import { countStatements, createTestDatabase, type TestDatabase } from "@vivero/database/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listGenerations } from "../src/generation-read-model.ts";
import { listScenarios } from "../src/scenario-read-model.ts";

const ROWS = 100_000;
const ORGANIZATION = 1;

let testDatabase: TestDatabase;
let owner: Database;
/** As the service itself sees the rows. */
let service: Database;

/** Names of which "depot" is in all, a number in one, and "failed" or "active" the status of one in a thousand. */
async function fill(organizationId: number, rows: number): Promise<void> {
  const bindings = { organizationId, rows };
  await owner.knex.raw(
    `INSERT INTO generation.scenarios (organization_id, id, name, status)
     SELECT :organizationId::bigint, n, 'Depot plan ' || n, CASE WHEN n % 1000 = 0 THEN 'active' ELSE 'draft' END
     FROM generate_series(1, :rows::int) AS n`,
    bindings,
  );
  await owner.knex.raw(
    `INSERT INTO generation.scenario_generations (organization_id, id, status, prompt, company_name, scenario_name)
     SELECT :organizationId::bigint, n, CASE WHEN n % 1000 = 0 THEN 'failed' ELSE 'complete' END, 'p', 'Northwind', 'Depot plan ' || n
     FROM generate_series(1, :rows::int) AS n`,
    bindings,
  );
}

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  owner = openDatabase({ url: testDatabase.ownerUrl, applicationName: "long-lists" });
  service = openDatabase({ url: testDatabase.generationUrl, applicationName: "long-lists" });
  await fill(ORGANIZATION, ROWS);
  await fill(2, 1_000);
  await owner.knex.raw("ANALYZE generation.scenarios, generation.scenario_generations");
}, 180_000);
afterAll(async () => {
  await owner.close();
  await service.close();
  await testDatabase.drop();
});

const lists = [
  { name: "generations", table: "scenario_generations", rare: "failed", list: listGenerations },
  { name: "scenarios", table: "scenarios", rare: "active", list: listScenarios },
] as const;

type Query = { cursor?: string; limit?: number; status?: string; search?: string };
type List = (
  trx: Parameters<typeof listScenarios>[0],
  organizationId: number,
  query: Query,
) => Promise<{ items: { id: number }[]; nextCursor: string | null }>;

describe.each(lists)("a list of 100,000 $name", ({ table, rare, list }) => {
  const listed = list as unknown as List;
  const page = (query: Query) => service.tenant(ORGANIZATION, (trx) => listed(trx, ORGANIZATION, query));
  const ids = async (query: Query) => (await page(query)).items.map(({ id }) => id);

  const cursor = Buffer.from(`after:${ROWS / 2}`).toString("base64url");
  const queries: Query[] = [
    {},
    { cursor },
    { status: rare },
    { search: "depot" },
    { search: "plan 99999" },
    { search: "nowhere" },
    { search: "depot", status: rare, cursor },
  ];

  it.each(queries)("opens in one statement: %j", async (query) => {
    const { statements } = await countStatements(service, () => page(query));
    const own = statements.filter((sql) => !/^(BEGIN|COMMIT)|set_config/.test(sql));
    expect(own).toHaveLength(1);
  });

  /** How many rows this connection has read so far of those that the server has not yet booked. */
  async function readsOf(trx: Parameters<List>[0]): Promise<{ scanned: number; fetched: number }> {
    const { rows } = await trx.raw(
      "SELECT seq_tup_read::int AS scanned, idx_tup_fetch::int AS fetched FROM pg_stat_xact_user_tables WHERE relid = ?::regclass",
      [`generation.${table}`],
    );
    return rows[0];
  }

  it.each(queries)("reads few rows of the table, by an index: %j", async (query) => {
    await service.tenant(ORGANIZATION, async (trx) => {
      const before = await readsOf(trx);
      await listed(trx, ORGANIZATION, query);
      const after = await readsOf(trx);
      expect(after.scanned - before.scanned, "rows of a scan of the whole table").toBe(0);
      expect(after.fetched - before.fetched, "rows fetched by an index").toBeLessThan(5_000);
    });
  });

  it("finds what is there, newest first, from page to page, and nothing of another organization", async () => {
    expect(await ids({ search: "PLAN 99999" })).toEqual([99_999]);
    expect(await ids({ search: "nowhere" })).toEqual([]);
    expect(await ids({ search: "depot", limit: 3 })).toEqual([ROWS, ROWS - 1, ROWS - 2]);
    const first = await page({ search: "depot", status: rare, limit: 2 });
    expect(first.items.map(({ id }) => id)).toEqual([100_000, 99_000]);
    const second = await page({ search: "depot", status: rare, limit: 2, cursor: String(first.nextCursor) });
    expect(second.items.map(({ id }) => id)).toEqual([98_000, 97_000]);
    const few = await service.tenant(2, (trx) => listed(trx, 2, { search: "plan 99999" }));
    expect(few.items).toEqual([]);
  });
});

it("the search finds nothing for who has said no organization", async () => {
  for (const find of ["find_scenarios", "find_generations"]) {
    const { rows } = await service.knex.raw(`SELECT generation.${find}('%depot%', NULL, NULL, 10)`);
    expect(rows).toEqual([]);
  }
});
