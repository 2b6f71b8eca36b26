import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../connection/open-database.ts";
import { createTestDatabase, type TestDatabase } from "../testing/index.ts";
import { migrateLatest } from "./migrate-latest.ts";
import { withMigrationLock } from "./migration-lock.ts";
import { migrationStatus } from "./migration-status.ts";
import type { MigrationRun } from "./open-migrator.ts";
import { releaseMigrationLock } from "./release-migration-lock.ts";
import { rollback } from "./rollback.ts";

let testDatabase: TestDatabase;
let owner: Database;
let folder: string;

beforeEach(async () => {
  testDatabase = await createTestDatabase({ migrated: false });
  owner = openDatabase({ url: testDatabase.ownerUrl, applicationName: "test", poolSize: 2 });
  folder = await mkdtemp(join(tmpdir(), "vivero-migrations-"));
  await mkdir(join(folder, "generation"));
  await mkdir(join(folder, "catalog"));
});

afterEach(async () => {
  await owner.close();
  await testDatabase.drop();
  await rm(folder, { recursive: true });
});

const options = () => ({
  urls: { generation: testDatabase.ownerUrl, catalog: testDatabase.ownerUrl },
  folder,
});

async function writeMigration(name: string, { up = "SELECT 1", down = "SELECT 1", config = "" } = {}) {
  await writeFile(
    join(folder, `${name}.ts`),
    `export const up = (trx) => trx.raw(${JSON.stringify(up)});
     export const down = (trx) => trx.raw(${JSON.stringify(down)});
     ${config}`,
  );
}

async function writeThree() {
  await writeMigration("generation/2026_01_01_a", {
    up: "CREATE TABLE generation.a (id int)",
    down: "DROP TABLE generation.a",
  });
  await writeMigration("catalog/2026_01_02_b", {
    up: "CREATE TABLE catalog.b (id int)",
    down: "DROP TABLE catalog.b",
  });
  await writeMigration("generation/2026_01_03_c", {
    up: "ALTER TABLE generation.a ADD COLUMN c int",
    down: "ALTER TABLE generation.a DROP COLUMN c",
  });
}

const namesOf = (runs: { name: string }[]) => runs.map((run) => run.name);

describe("migrateLatest", () => {
  it("runs both schemas in one order by name, each once, and tells of each", async () => {
    await writeThree();
    const told: MigrationRun[] = [];
    const ran = await migrateLatest({ ...options(), onMigration: (run) => told.push(run) });
    expect(namesOf(ran)).toEqual(["2026_01_01_a", "2026_01_02_b", "2026_01_03_c"]);
    expect(told).toEqual(ran);
    expect(ran[0]).toEqual({
      schema: "generation",
      name: "2026_01_01_a",
      direction: "up",
      durationMs: expect.any(Number),
    });
    expect(await migrateLatest(options())).toEqual([]);
  });

  it("stops after the one that is asked for, and refuses one that is not there", async () => {
    await writeThree();
    expect(namesOf(await migrateLatest({ ...options(), to: "2026_01_02_b" }))).toHaveLength(2);
    await expect(migrateLatest({ ...options(), to: "2026_01_02" })).rejects.toMatchObject({
      reason: "unknown",
    });
  });

  it("runs one schema alone", async () => {
    await writeThree();
    expect(namesOf(await migrateLatest({ ...options(), schema: "catalog" }))).toEqual(["2026_01_02_b"]);
  });

  it("migrates two databases, each with its own schema", async () => {
    const other = await createTestDatabase({ migrated: false });
    await writeThree();
    const urls = { generation: testDatabase.ownerUrl, catalog: other.ownerUrl };
    expect(namesOf(await migrateLatest({ ...options(), urls }))).toHaveLength(3);
    const { rows } = await owner.knex.raw(
      "SELECT to_regclass('generation.a') IS NOT NULL AS a, to_regclass('catalog.b') IS NOT NULL AS b",
    );
    expect(rows).toEqual([{ a: true, b: false }]);
    expect(namesOf(await rollback({ ...options(), urls, step: 2 }))).toEqual([
      "2026_01_03_c",
      "2026_01_02_b",
    ]);
    await other.drop();
  });

  it("is safe when five start at once: each migration runs once", async () => {
    await writeThree();
    const all = await Promise.all(Array.from({ length: 5 }, () => migrateLatest(options())));
    expect(namesOf(all.flat()).sort()).toEqual(["2026_01_01_a", "2026_01_02_b", "2026_01_03_c"]);
  });

  it("undoes the migration that fails, keeps those before it, and says which and why", async () => {
    await writeThree();
    await writeMigration("catalog/2026_01_02_c", {
      up: "CREATE TABLE catalog.c (id int); SELECT * FROM nowhere",
    });
    await expect(migrateLatest(options())).rejects.toMatchObject({
      reason: "failed",
      message: expect.stringMatching(
        /^catalog 2026_01_02_c \(up\) failed: .*"nowhere" does not exist Nothing of it was kept/,
      ),
    });
    const states = await migrationStatus(options());
    expect(states.map((one) => one.state)).toEqual(["applied", "applied", "pending", "pending"]);
    const { rows } = await owner.knex.raw("SELECT to_regclass('catalog.c') AS c");
    expect(rows).toEqual([{ c: null }]);
  });

  it("says so when a table was locked for too long", async () => {
    await writeThree();
    await writeMigration("generation/2026_01_04_d", {
      up: "SET LOCAL lock_timeout = '50ms'; ALTER TABLE generation.a ADD COLUMN d int",
    });
    await migrateLatest({ ...options(), to: "2026_01_03_c" });
    await owner.knex.transaction(async (trx) => {
      await trx.raw("LOCK TABLE generation.a");
      await expect(migrateLatest(options())).rejects.toThrow("held a table that it needed");
    });
  });

  it("refuses a service's URL, and an address where nobody answers", async () => {
    const url = testDatabase.generationUrl;
    await expect(
      migrateLatest({ ...options(), urls: { generation: url, catalog: url } }),
    ).rejects.toMatchObject({
      reason: "unreachable",
      message: expect.stringContaining("belongs to another role"),
    });
    const nobody = "postgres://vivero_owner@127.0.0.1:1/vivero";
    await expect(
      migrateLatest({ ...options(), urls: { generation: nobody, catalog: nobody } }),
    ).rejects.toMatchObject({
      reason: "unreachable",
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });

  it("lets the services read what has run, and write nothing of it", async () => {
    await writeThree();
    await migrateLatest(options());
    const service = openDatabase({ url: testDatabase.catalogUrl, applicationName: "test", poolSize: 1 });
    expect(await service.knex("catalog.knex_migrations").pluck("name")).toEqual(["2026_01_02_b"]);
    await expect(service.knex("catalog.knex_migrations").delete()).rejects.toThrow("permission denied");
    await expect(service.knex("catalog.knex_migrations_lock").update({ is_locked: 1 })).rejects.toThrow(
      "permission denied",
    );
    await service.close();
  });
});

describe("rollback", () => {
  it("undoes the latest of both schemas together, the latest first", async () => {
    await writeThree();
    await migrateLatest(options());
    expect(namesOf(await rollback({ ...options(), step: 1 }))).toEqual(["2026_01_03_c"]);
    expect(namesOf(await rollback({ ...options(), step: 5 }))).toEqual(["2026_01_02_b", "2026_01_01_a"]);
    expect(await rollback({ ...options(), step: 1 })).toEqual([]);
    expect(namesOf(await migrateLatest(options()))).toHaveLength(3);
  });

  it("keeps a migration whose undoing fails", async () => {
    await writeThree();
    await writeMigration("generation/2026_01_04_d", {
      down: "DROP TABLE generation.a; SELECT * FROM nowhere",
    });
    await migrateLatest(options());
    await expect(rollback({ ...options(), step: 2 })).rejects.toMatchObject({ reason: "failed" });
    expect((await migrationStatus(options())).map((one) => one.state)).toEqual(Array(4).fill("applied"));
    expect(await owner.knex("generation.a")).toEqual([]);
  });

  it("refuses all of it, naming each loss, when one would destroy data, until it is told to", async () => {
    await writeThree();
    await writeMigration("catalog/2026_01_04_d", {
      config: `export const dataLostByDown = async (db) => {
        const { rows } = await db.raw("SELECT 'two names' AS lost");
        return rows.map((row) => row.lost);
      };`,
    });
    await migrateLatest(options());
    await expect(rollback({ ...options(), step: 2 })).rejects.toMatchObject({
      reason: "loses-data",
      message: expect.stringMatching(
        /nothing was undone:\n {2}catalog 2026_01_04_d: two names\n.*--discard-data/,
      ),
    });
    expect((await migrationStatus(options())).map((one) => one.state)).toEqual(Array(4).fill("applied"));
    expect(namesOf(await rollback({ ...options(), step: 2, discardData: true }))).toEqual([
      "2026_01_04_d",
      "2026_01_03_c",
    ]);
  });

  it("refuses when this checkout does not have the migration that ran", async () => {
    await writeThree();
    await migrateLatest(options());
    await rm(join(folder, "catalog/2026_01_02_b.ts"));
    await expect(rollback({ ...options(), step: 2 })).rejects.toMatchObject({ reason: "unknown" });
  });
});

describe("migrationStatus", () => {
  it("shows what has run, what waits and what this checkout does not know, and changes nothing", async () => {
    await writeThree();
    expect((await migrationStatus(options())).map((one) => one.state)).toEqual([
      "pending",
      "pending",
      "pending",
    ]);
    const { rows } = await owner.knex.raw("SELECT to_regclass('generation.knex_migrations') AS made");
    expect(rows).toEqual([{ made: null }]);

    await migrateLatest({ ...options(), to: "2026_01_02_b" });
    await rm(join(folder, "generation/2026_01_01_a.ts"));
    expect(await migrationStatus(options())).toMatchObject([
      { schema: "generation", name: "2026_01_01_a", state: "unknown", appliedAt: expect.any(Date) },
      { schema: "catalog", name: "2026_01_02_b", state: "applied", appliedAt: expect.any(Date) },
      { schema: "generation", name: "2026_01_03_c", state: "pending", appliedAt: null },
    ]);
  });
});

describe("the lock", () => {
  it("names who holds it when it is not free in time", async () => {
    await withMigrationLock(owner.knex, { schema: "catalog", waitMs: 0 }, async () => {
      await expect(migrateLatest({ ...options(), lockWaitMs: 0 })).rejects.toMatchObject({
        reason: "locked",
        message: expect.stringMatching(
          /at work on the schema catalog \(PostgreSQL process \d+, connected from .+ since 20/,
        ),
      });
    });
  });

  it("explains knex's lock when a killed migrator left it behind, and releases it on demand", async () => {
    await writeThree();
    await migrateLatest({ ...options(), to: "2026_01_01_a" });
    await owner.knex("generation.knex_migrations_lock").update({ is_locked: 1 });
    await expect(migrateLatest(options())).rejects.toMatchObject({
      reason: "stale-lock",
      message: expect.stringContaining("migrate.ts unlock"),
    });
    await releaseMigrationLock(options());
    expect(namesOf(await migrateLatest(options()))).toHaveLength(2);
  });
});
