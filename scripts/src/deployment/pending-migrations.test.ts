import { migrateLatest, rollback } from "@vivero/database";
import { createTestDatabase, type TestDatabase } from "@vivero/database/testing";
import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { query } from "../../test/sample-data.ts";
import { readPendingMigrations } from "./pending-migrations.ts";

let database: TestDatabase;
const urls = () => ({ generation: database.ownerUrl, catalog: database.ownerUrl });

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false });
});
afterAll(() => database.drop());

it("shows every migration's own statements, in order, and runs none", async () => {
  const pending = await readPendingMigrations(database.ownerUrl);
  const columns = pending.find(({ name }) => name.includes("add_generation_fields_to_scenarios"));
  expect(columns).toMatchObject({ schema: "generation", inTransaction: false, asksDatabase: false });
  const sql = columns?.statements.map((one) => one.sql) ?? [];
  expect(sql[0]).toBe("BEGIN;");
  expect(sql.join("\n")).toMatch(
    /ADD COLUMN IF NOT EXISTS accepted_prompt text[\s\S]*CREATE UNIQUE INDEX CONCURRENTLY/,
  );
  expect(await query(database.ownerUrl, "SELECT to_regclass('generation.scenarios') AS made")).toEqual([
    { made: null },
  ]);
});

it("shows all that makes the schema: said to another database, it makes the same", async () => {
  const other = await createTestDatabase({ migrated: false });
  const client = new Client({ connectionString: other.ownerUrl });
  await client.connect();
  for (const { statements } of await readPendingMigrations(other.ownerUrl)) {
    for (const { sql, values } of statements) await client.query(sql, [...values]);
  }
  await client.end();
  await migrateLatest({ urls: urls() });
  expect(await describeSchema(other)).toEqual(await describeSchema(database));
  await other.drop();
});

it("shows nothing when nothing is pending, and only what was undone", async () => {
  expect(await readPendingMigrations(database.ownerUrl)).toEqual([]);
  await rollback({ urls: urls(), step: 1 });
  expect(await readPendingMigrations(database.ownerUrl)).toMatchObject([{ inTransaction: true }]);
});

it("refuses a database that a newer version has migrated", async () => {
  await query(
    database.ownerUrl,
    "INSERT INTO catalog.knex_migrations (name, batch, migration_time) VALUES ('2099_01_01_future', 9, now())",
  );
  await expect(readPendingMigrations(database.ownerUrl)).rejects.toThrow(/2099_01_01_future/);
});

/** Columns, indexes, policies and constraints of the product's tables, as text. */
async function describeSchema({ superuserUrl }: TestDatabase): Promise<string[]> {
  const rows = await query<{ line: string }>(
    superuserUrl,
    `SELECT line FROM (
       SELECT format('%s.%s.%s %s %s', table_schema, table_name, column_name, data_type, column_default) FROM information_schema.columns
       UNION ALL SELECT indexdef FROM pg_indexes
       UNION ALL SELECT format('%s %s %s', tablename, policyname, qual) FROM pg_policies
       UNION ALL SELECT format('%s %s', conrelid::regclass, pg_get_constraintdef(oid)) FROM pg_constraint WHERE conrelid > 0
     ) AS described (line) WHERE line ~ '(generation|catalog)' AND line !~ 'knex_migrations' ORDER BY line`,
  );
  return rows.map(({ line }) => line);
}
