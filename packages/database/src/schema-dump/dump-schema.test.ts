import { readFile } from "node:fs/promises";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../connection/open-database.ts";
import { createTestDatabase, type TestDatabase } from "../testing/index.ts";
import { dumpSchema, SCHEMA_FILE } from "./dump-schema.ts";

let migrated: TestDatabase;
let empty: TestDatabase;

beforeAll(async () => {
  migrated = await createTestDatabase();
  empty = await createTestDatabase({ migrated: false });
});

afterAll(async () => {
  await migrated.drop();
  await empty.drop();
});

async function dump(url: string): Promise<string> {
  const database = openDatabase({ url, applicationName: "test", poolSize: 1 });
  try {
    return await dumpSchema(database.knex);
  } finally {
    await database.close();
  }
}

describe("migrations/schema.sql", () => {
  it("is what the migrations make; else run `node packages/database/src/cli/dump-schema.ts`", async () => {
    expect(await readFile(SCHEMA_FILE, "utf8")).toBe(await dump(migrated.ownerUrl));
  });

  it("makes the same schema when it is run in a provisioned database", async () => {
    const expected = await dump(migrated.ownerUrl);
    const owner = new Client({ connectionString: empty.ownerUrl });
    await owner.connect();
    await owner.query(expected);
    await owner.end();
    expect(await dump(empty.ownerUrl)).toBe(expected);
  });
});
