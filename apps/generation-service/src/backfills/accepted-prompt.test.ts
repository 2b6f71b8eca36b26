import {
  applyBackfill,
  type Database,
  migrateLatest,
  openDatabase,
  planBackfill,
  verifyBackfill,
} from "@vivero/database";
import { createTestDatabase, type TestDatabase } from "@vivero/database/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acceptedPrompt } from "./accepted-prompt.ts";
import { seedLegacyDatabase } from "./legacy/seed-legacy-database.ts";
import { fillWithOneStatement, provenance } from "./one-statement.ts";

const SCENARIOS = 2_000;
const pace = { firstRows: 50, mostRows: 200, maxTransactionSeconds: 0 };

type Copy = { test: TestDatabase; database: Database };

async function legacyDatabase(): Promise<Copy> {
  const test = await createTestDatabase();
  const url = test.ownerUrl;
  await seedLegacyDatabase({ url, scenarios: SCENARIOS, besideData: false });
  await migrateLatest({ urls: { generation: url, catalog: url } });
  return { test, database: openDatabase({ url, applicationName: "test", poolSize: 3 }) };
}

let one: Copy;
let other: Copy;

beforeAll(async () => {
  [one, other] = await Promise.all([legacyDatabase(), legacyDatabase()]);
});

afterAll(async () => {
  for (const copy of [one, other]) {
    await copy?.database.close();
    await copy?.test.drop();
  }
});

describe("the accepted-prompt backfill", () => {
  it("writes what one correct SQL statement writes, byte for byte", async () => {
    const before = await provenance(other.database.knex);
    const plan = await planBackfill(other.database.knex, acceptedPrompt);
    expect(await provenance(other.database.knex)).toEqual(before);
    const outcome = await applyBackfill({
      url: other.test.ownerUrl,
      backfill: acceptedPrompt,
      by: "test",
      plan: plan.hash,
      pace,
    });
    expect(outcome).toMatchObject({ end: "finished", register: { state: "finished", cursor: null } });

    const filled = await fillWithOneStatement(one.database.knex);
    expect(await provenance(other.database.knex)).toEqual(await provenance(one.database.knex));
    expect(plan.counts.toFill).toBe(filled);
    expect(outcome.register.counts).toMatchObject({ written: filled, skipped: 0 });
    const verification = await verifyBackfill(other.database.knex, acceptedPrompt);
    expect(verification).toMatchObject({ verified: true, first: [] });
  });
});
