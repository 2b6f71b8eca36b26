import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDatabase } from "@vivero/database";
import { createTestDatabase, type TestDatabase } from "@vivero/database/testing";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { postgresPrograms } from "../../test/postgres-programs.ts";
import { insertScenarios, query } from "../../test/sample-data.ts";
import { factsOf } from "../backup/compare-restored.ts";
import { createBackup } from "../backup/create-backup.ts";
import { type RestoreOptions, restore } from "./restore.ts";

const tools = await postgresPrograms();

describe.skipIf(!tools)("a restore", () => {
  let live: TestDatabase;
  let folder: string;
  let file: string;
  let lines: string[];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "vivero-restore-"));
    file = path.join(folder, "good.dump");
    lines = [];
    live = await createTestDatabase();
    await insertScenarios(live, 31);
  });
  afterEach(async () => {
    await live.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const found = () => {
    if (!tools) throw new Error("no programs");
    return tools;
  };
  const backUp = () =>
    createBackup({ adminUrl: live.superuserUrl, file, tools: found(), commit: "abc", madeBy: "test" });
  const options = (given: Partial<RestoreOptions> = {}): RestoreOptions => ({
    installation: {
      home: folder,
      database: { ownerUrl: live.ownerUrl, adminUrl: live.superuserUrl },
      unleash: undefined,
      gatewayUrls: [],
      stack: undefined,
    },
    tools: found(),
    file,
    maintenance: false,
    confirm: undefined,
    print: (line) => lines.push(line),
    ...given,
  });
  async function facts() {
    const database = openDatabase({ url: live.superuserUrl, applicationName: "test" });
    const read = await factsOf(database);
    await database.close();
    return read;
  }
  const harm = () =>
    query(
      live.superuserUrl,
      `DELETE FROM generation.scenarios WHERE name = 'Escenario 2'; UPDATE generation.scenarios SET name = 'Lost';
       CREATE TABLE generation.newer (id bigint); ALTER TABLE generation.scenarios DROP COLUMN description`,
    );

  it("brings back every row and the schema, and shows before what will be lost", async () => {
    await backUp();
    const before = await facts();
    await query(
      live.superuserUrl,
      "ALTER TABLE generation.scenario_generations DROP CONSTRAINT scenario_generations_organization_id_scenario_id_fkey",
    );
    await harm();
    await restore(options());
    expect(await facts()).toEqual(before);
    expect(lines.join("\n")).toMatch(
      /will be lost:\n {2}generation\.newer: 0 rows now, no table in the backup[\s\S]*generation\.scenarios: 2 rows now, 3 in the backup[\s\S]*The schema goes back too/,
    );
    // Row-level security and privileges are back as well.
    expect(await query(live.generationUrl, "SELECT id FROM scenarios")).toEqual([]);
    await expect(query(live.catalogUrl, "SELECT id FROM generation.scenarios")).rejects.toThrow(
      /permission denied/,
    );
  });

  it("ends the sessions of the services only, and lets them in again", async () => {
    await backUp();
    const service = new Client({ connectionString: live.generationUrl });
    const ended = new Promise<string>((resolve) => service.on("error", (error) => resolve(error.message)));
    const operator = new Client({ connectionString: live.ownerUrl });
    await Promise.all([service.connect(), operator.connect()]);
    await restore(options());
    expect(await ended).toMatch(/terminat/i);
    expect((await operator.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    expect(await query(live.catalogUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await operator.end();
  });

  it("changes nothing when somebody holds a table, and says who", async () => {
    await backUp();
    await query(live.ownerUrl, "UPDATE generation.scenarios SET name = 'Newer'");
    const before = await facts();
    const operator = new Client({ connectionString: live.ownerUrl, application_name: "psql of somebody" });
    await operator.connect();
    await operator.query("BEGIN; LOCK TABLE generation.scenarios IN ACCESS SHARE MODE");
    await expect(restore(options({ lockTimeoutMs: 200 }))).rejects.toThrow(
      /nothing has changed: .*lock timeout[\s\S]*psql of somebody/,
    );
    await operator.end();
    expect(await facts()).toEqual(before);
    expect(await query(live.generationUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("changes nothing without confirmation, or where others keep their own schemas", async () => {
    await backUp();
    await query(live.ownerUrl, "UPDATE generation.scenarios SET name = 'Newer'");
    const before = await facts();
    await expect(restore(options({ confirm: async () => false }))).rejects.toThrow(
      /Not confirmed: restore test_/,
    );
    await query(live.superuserUrl, "CREATE SCHEMA reports");
    await expect(restore(options())).rejects.toThrow(/schemas that are not Vivero's \(reports\)/);
    expect(await facts()).toEqual(before);
  });

  it("fills a fresh database, which cannot be compared with the backup", async () => {
    await backUp();
    const before = await facts();
    const fresh = await createTestDatabase({ migrated: false });
    await restore(
      options({
        installation: {
          ...options().installation,
          database: { ownerUrl: fresh.ownerUrl, adminUrl: fresh.superuserUrl },
        },
      }),
    );
    const database = openDatabase({ url: fresh.superuserUrl, applicationName: "test" });
    expect(await factsOf(database)).toEqual(before);
    await database.close();
    await fresh.drop();
  });
});
