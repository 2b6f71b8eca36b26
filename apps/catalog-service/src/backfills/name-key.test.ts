import {
  applyBackfill,
  type Database,
  openDatabase,
  planBackfill,
  planUndo,
  readStatus,
  undoBackfill,
  verifyAuditChain,
  verifyBackfill,
} from "@vivero/database";
import { createTestDatabase, type TestDatabase } from "@vivero/database/testing";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { nameKey } from "../name-key.ts";
import { nameKeyBackfill } from "./name-key.ts";

let testDatabase: TestDatabase;
let owner: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  owner = openDatabase({ url: testDatabase.ownerUrl, applicationName: "test", poolSize: 2 });
});

afterAll(async () => {
  await owner.close();
  await testDatabase.drop();
});

/** `key` as an older rule left it: only lower case. */
async function insertCapabilities(
  organizationId: number,
  rows: readonly { id: number; name: string; status?: string; key?: string }[],
): Promise<void> {
  await owner.knex("catalog.capabilities").insert(
    rows.map(({ id, name, status = "active", key = name.toLowerCase() }) => ({
      organization_id: organizationId,
      id,
      scenario_id: 1,
      name,
      name_key: key,
      status,
      ...(status === "rejected" ? { rejection_reason: "no" } : {}),
    })),
  );
}

async function keys(organizationId: number): Promise<Record<number, string>> {
  const rows: { id: number; name_key: string }[] = await owner
    .knex("catalog.capabilities")
    .where({ organization_id: organizationId })
    .select("id", "name_key");
  return Object.fromEntries(rows.map(({ id, name_key }) => [id, name_key]));
}

const settings = (plan: string) => ({
  url: testDatabase.ownerUrl,
  backfill: nameKeyBackfill,
  by: "test",
  plan,
  pace: { firstRows: 2, maxTransactionSeconds: 0 },
});

describe("the name-key backfill", () => {
  it("recomputes stale keys, reports names that would become one, and takes its work back", async () => {
    await insertCapabilities(1, [
      { id: 1, name: "Gestión  del   Cambio" },
      { id: 2, name: "already right" },
      { id: 3, name: "ＦＵＬＬ width" },
      { id: 4, name: "full WIDTH  " },
      { id: 5, name: " already  right" },
      { id: 6, name: "FULL   width", status: "rejected" },
      { id: 7, name: "   ", key: "blank" },
    ]);
    await insertCapabilities(2, [{ id: 1, name: "Full  width" }]);
    await owner.knex.raw(`
      INSERT INTO catalog.competencies (organization_id, id, scenario_id, capability_id, name, name_key, status)
        VALUES (1, 1, 1, 1, 'STRASSE', 'old', 'active');
      INSERT INTO catalog.skills (organization_id, id, scenario_id, competency_id, name, name_key, status)
        VALUES (1, 1, 1, 1, 'Straße', 'old', 'active')`);
    const before = [await keys(1), await keys(2)];

    const plan = await planBackfill(owner.knex, nameKeyBackfill);
    expect(plan.counts).toEqual({ rows: 10, toFill: 6, alreadyFilled: 1, nameTaken: 2, withoutKey: 1 });
    expect(plan.parts[0]?.problemRows).toEqual([
      { organizationId: 1, id: 4, problem: "nameTaken", detail: { mergeInto: 3 } },
      { organizationId: 1, id: 5, problem: "nameTaken", detail: { mergeInto: 2 } },
      { organizationId: 1, id: 7, problem: "withoutKey", detail: { bytes: 0 } },
    ]);
    expect(await planBackfill(owner.knex, nameKeyBackfill)).toMatchObject({ hash: plan.hash });

    const outcome = await applyBackfill(settings(plan.hash));
    expect(outcome).toMatchObject({ end: "finished", register: { counts: { written: 6, skipped: 0 } } });
    expect(await keys(1)).toEqual({
      1: nameKey("Gestión del Cambio"),
      2: "already right",
      3: "full width",
      4: "full width  ",
      5: " already  right",
      6: "full width",
      7: "blank",
    });
    expect(await keys(2)).toEqual({ 1: "full width" });
    expect(await owner.knex("catalog.skills").pluck("name_key")).toEqual(["strasse"]);
    expect(await verifyBackfill(owner.knex, nameKeyBackfill)).toMatchObject({ verified: true });
    expect(await verifyAuditChain(owner.knex, { schema: "catalog", organizationId: 1 })).toMatchObject({
      verified: true,
    });

    await owner.knex.raw(
      "UPDATE catalog.capabilities SET name = 'Renamed', name_key = 'renamed' WHERE organization_id = 1 AND id = 1",
    );
    const undo = await planUndo(owner.knex, nameKeyBackfill);
    expect(undo.counts).toEqual({ toTakeBack: 6, changedSince: 1 });
    await undoBackfill(settings(undo.hash));
    expect([await keys(1), await keys(2)]).toEqual([{ ...before[0], 1: "renamed" }, before[1]]);
    expect(await owner.knex("catalog.skills").pluck("name_key")).toEqual(["old"]);
  });

  it("leaves a key that another entity took meanwhile when it takes its work back", async () => {
    await insertCapabilities(4, [
      { id: 1, name: "One  thing" },
      { id: 2, name: "Two  things" },
      { id: 3, name: "Three  things" },
    ]);
    await applyBackfill(settings((await planBackfill(owner.knex, nameKeyBackfill)).hash));
    await insertCapabilities(4, [{ id: 4, name: "Other", key: "two  things" }]);
    const outcome = await undoBackfill(settings((await planUndo(owner.knex, nameKeyBackfill)).hash));
    expect(outcome).toMatchObject({ end: "finished", register: { counts: { skipped: 1 } } });
    expect(await keys(4)).toEqual({
      1: "one  thing",
      2: "two things",
      3: "three  things",
      4: "two  things",
    });
  });

  it("goes through more rows than fit into a page, and leaves the rest of a batch when one name is taken meanwhile", async () => {
    const rows = Array.from({ length: 2_500 }, (_, index) => ({ id: index + 1, name: `Name  ${index}` }));
    await insertCapabilities(3, rows);
    const plan = await planBackfill(owner.knex, nameKeyBackfill);
    expect(plan.parts[0]?.toWrite).toBeGreaterThanOrEqual(2_500);
    // Held back after its plan is approved and before its first batch.
    await owner.knex.raw("CREATE TABLE catalog.hold AS SELECT true AS hold");
    const running = applyBackfill({
      ...settings(plan.hash),
      pace: { maxTransactionSeconds: 0, maxLoad: "SELECT hold FROM catalog.hold", lookEveryMs: 20 },
    });
    await vi.waitFor(
      async () =>
        expect(await readStatus(owner.knex, nameKeyBackfill)).toMatchObject({
          waitingFor: expect.stringContaining("--max-load"),
        }),
      { timeout: 20_000, interval: 20 },
    );
    await insertCapabilities(3, [{ id: 9_999, name: "name 2400" }]);
    await owner.knex.raw("UPDATE catalog.hold SET hold = false");
    const outcome = await running;
    expect(outcome.register.counts).toMatchObject({
      written: plan.parts.reduce((sum, part) => sum + part.toWrite, 0) - 1,
      skipped: 1,
    });
    expect(
      await owner.knex("catalog.data_backfill_rows").whereNotNull("skipped").select("id", "skipped"),
    ).toEqual([{ id: 2_401, skipped: "another row is in the way" }]);
    expect((await keys(3))[2_500]).toBe("name 2499");
    const left = await planBackfill(owner.knex, nameKeyBackfill);
    expect(left.parts[0]?.problemRows).toContainEqual({
      organizationId: 3,
      id: 2_401,
      problem: "nameTaken",
      detail: { mergeInto: 9_999 },
    });
  });
});
