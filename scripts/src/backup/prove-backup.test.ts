import { copyFile, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createTestDatabase, type TestDatabase } from "@vivero/database/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postgresPrograms } from "../../test/postgres-programs.ts";
import { insertScenarios, query } from "../../test/sample-data.ts";
import { runProgram } from "../command/run-program.ts";
import { libpqEnvironment } from "../installation/database-address.ts";
import { manifestFile } from "./backup-manifest.ts";
import { createBackup } from "./create-backup.ts";
import { proveBackup } from "./prove-backup.ts";

const tools = await postgresPrograms();

describe.skipIf(!tools)("the proof of a backup", () => {
  let live: TestDatabase;
  let folder: string;
  let good: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "vivero-backup-"));
    live = await createTestDatabase();
    await insertScenarios(live, 11);
    good = path.join(folder, "good.dump");
    await backup(good);
  });
  afterAll(async () => {
    await live.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const found = () => {
    if (!tools) throw new Error("no programs");
    return tools;
  };
  const backup = (file: string, database = live) =>
    createBackup({ adminUrl: database.superuserUrl, file, tools: found(), commit: "abc", madeBy: "test" });
  const plainDump = async (file: string, url: string) => {
    const run = { environment: libpqEnvironment(url), output: { file } } as const;
    expect(await runProgram(found().pgDump, ["-Fc"], run)).toMatchObject({ code: 0, stderr: "" });
  };
  const prove = (file: string, maxAgeSeconds?: number) =>
    proveBackup({
      file,
      adminUrl: live.superuserUrl,
      tools: found(),
      against: { state: "current", maxAgeSeconds },
    });
  const scratchDatabases = () =>
    query(live.superuserUrl, "SELECT datname FROM pg_database WHERE datname LIKE 'vivero\\_proof\\_%'");

  it("restores it, compares every table, and leaves no scratch database", async () => {
    const proof = await prove(good);
    expect(proof).toMatchObject({ identifiedBy: "manifest", changedSince: [], sameSchema: true });
    expect(proof.tables["generation.scenarios"]).toMatchObject({ rows: 3 });
    expect(Object.keys(proof.tables)).toContain("catalog.skills");
    expect(await scratchDatabases()).toEqual([]);
  });

  it("takes a dump of plain pg_dump too, known by its past", async () => {
    const file = path.join(folder, "plain.dump");
    await plainDump(file, live.superuserUrl);
    expect(await prove(file)).toMatchObject({ identifiedBy: "past", changedSince: [] });
  });

  it.each([
    ["missing", "missing.dump", undefined, /no such file/],
    ["empty", "empty.dump", "", /is empty/],
    ["not-a-dump", "text.dump", "CREATE TABLE scenarios ();\n", /custom format/],
    ["damaged", "headless.dump", "PGDMP\u0001\u000e\u0000 and then nothing of use", /damaged/],
  ])("refuses a file that is %s", async (fault, name, content, message) => {
    const file = path.join(folder, name);
    if (content !== undefined) await writeFile(file, content);
    await expect(prove(file)).rejects.toMatchObject({ fault, message: expect.stringMatching(message) });
  });

  it("refuses a file that is cut off anywhere", async () => {
    const { length } = await readFile(good);
    for (const share of [0.2, 0.6, 0.97]) {
      const file = path.join(folder, `cut-${share}.dump`);
      await copyFile(good, file);
      await truncate(file, Math.floor(length * share));
      await expect(prove(file), String(share)).rejects.toMatchObject({ fault: "damaged" });
    }
  });

  it("refuses a file that was altered after it was written", async () => {
    const file = path.join(folder, "altered.dump");
    await copyFile(good, file);
    await copyFile(manifestFile(good), manifestFile(file));
    const bytes = await readFile(file);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 30) ^ 1, bytes.length - 30);
    await writeFile(file, bytes);
    await expect(prove(file)).rejects.toMatchObject({ fault: "damaged" });
  });

  it("refuses a backup of another database, by name, by server and by past", async () => {
    const other = await createTestDatabase();
    const byName = path.join(folder, "other-name.dump");
    await plainDump(byName, other.superuserUrl);
    await expect(prove(byName)).rejects.toMatchObject({
      fault: "foreign",
      message: expect.stringContaining(other.name),
    });
    await other.drop();

    const byServer = path.join(folder, "other-server.dump");
    await copyFile(good, byServer);
    const manifest = JSON.parse(await readFile(manifestFile(good), "utf8"));
    manifest.identity.systemIdentifier = "7000000000000000001";
    await writeFile(manifestFile(byServer), JSON.stringify(manifest));
    await expect(prove(byServer)).rejects.toMatchObject({
      fault: "foreign",
      message: expect.stringContaining("7000000000000000001"),
    });

    const byPast = path.join(folder, "other-past.dump");
    const shift = "UPDATE catalog.knex_migrations SET migration_time = migration_time";
    await query(live.superuserUrl, `${shift} - interval '1 day'`);
    await plainDump(byPast, live.superuserUrl);
    await query(live.superuserUrl, `${shift} + interval '1 day'`);
    await expect(prove(byPast)).rejects.toMatchObject({
      fault: "foreign",
      message: expect.stringContaining("first migration"),
    });
  });

  it("refuses a backup that is older than the data, unless its age is allowed", async () => {
    const file = path.join(folder, "older.dump");
    await backup(file);
    await query(
      live.ownerUrl,
      "UPDATE generation.scenarios SET description = 'changed' WHERE name = 'Escenario 1'",
    );
    await expect(prove(file)).rejects.toMatchObject({
      fault: "older",
      message: expect.stringContaining("generation.scenarios has other contents"),
    });
    await expect(prove(file, 0)).rejects.toMatchObject({ fault: "older" });
    expect(await prove(file, 3_600)).toMatchObject({
      changedSince: [{ table: "generation.scenarios", now: 3, backup: 3 }],
    });
  });

  it("refuses a backup whose schema the live database has left behind", async () => {
    const file = path.join(folder, "schema.dump");
    await query(live.ownerUrl, "CREATE TABLE generation.left_behind (id bigint)");
    await backup(file);
    await query(live.ownerUrl, "DROP TABLE generation.left_behind");
    await expect(prove(file)).rejects.toMatchObject({
      fault: "schema",
      message: expect.stringContaining("left_behind"),
    });
    const earlier = await proveBackup({
      file,
      adminUrl: live.superuserUrl,
      tools: found(),
      against: { state: "earlier" },
    });
    expect(earlier.sameSchema).toBe(false);
  });

  it("overwrites no backup", async () => {
    await expect(backup(good)).rejects.toThrow(/exists already/);
  });

  it("drops what a killed proof left behind, and proves one backup at a time", async () => {
    await query(live.superuserUrl, "CREATE DATABASE vivero_proof_0123456789");
    const file = path.join(folder, "twice.dump");
    await backup(file);
    const results = await Promise.allSettled([prove(file), prove(file)]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await scratchDatabases()).toEqual([]);
  });
});
