import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../connection/open-database.ts";
import { dumpSchema } from "../schema-dump/dump-schema.ts";
import { createTestDatabase, type TestDatabase } from "../testing/index.ts";
import { migrateLatest } from "./migrate-latest.ts";
import { listMigrationFiles, MIGRATIONS_FOLDER } from "./migration-files.ts";
import { rollback } from "./rollback.ts";
import { insertSampleRows } from "./sample-rows.ts";

let testDatabase: TestDatabase;
let owner: Database;

async function open(): Promise<void> {
  testDatabase = await createTestDatabase({ migrated: false });
  owner = openDatabase({ url: testDatabase.ownerUrl, applicationName: "test", poolSize: 2 });
}

async function close(): Promise<void> {
  await owner.close();
  await testDatabase.drop();
}

const options = () => ({ urls: { generation: testDatabase.ownerUrl, catalog: testDatabase.ownerUrl } });
const up = (to?: string) => migrateLatest({ ...options(), to });
const down = (step: number) => rollback({ ...options(), step, discardData: true });
const schema = () => dumpSchema(owner.knex);

async function rowsOf(table: string): Promise<Record<string, unknown>[]> {
  const { rows } = await owner.knex.raw(`SELECT * FROM ${table} ORDER BY organization_id, id`);
  return rows;
}

const files = await listMigrationFiles(MIGRATIONS_FOLDER);

/** Rows by table, of the tables that are there. */
async function countRows(tables: readonly string[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const { rows } = await owner.knex.raw(`SELECT count(*)::int AS count FROM ${table}`);
    counts[table] = rows[0].count;
  }
  return counts;
}

describe("every migration", () => {
  // One database for all of them, each test a step further: a database each would grow with the square of their number.
  beforeAll(open);
  afterAll(close);

  it.each(files.map((file, index) => ({ name: file.name, index, previous: files[index - 1]?.name })))(
    "$name goes up, down and up again with rows in the tables",
    async ({ name, index, previous }) => {
      if (previous !== undefined) await up(previous);
      const before = await schema();
      const filled = await insertSampleRows(owner.knex, 2 * index + 1);
      await up(name);
      const after = await schema();
      await insertSampleRows(owner.knex, 2 * index + 2);
      const counts = await countRows(filled);

      expect((await down(1)).map((run) => run.name)).toEqual([name]);
      expect(await schema()).toBe(before);
      expect(await countRows(filled)).toEqual(counts);

      await up(name);
      expect(await schema()).toBe(after);
    },
  );
});

describe("all migrations", () => {
  beforeEach(open);
  afterEach(close);

  it("leave both schemas empty when they are undone, and make the same schema again", async () => {
    const empty = await schema();
    await up();
    const full = await schema();
    await insertSampleRows(owner.knex, 1);
    await down(files.length);
    expect(await schema()).toBe(empty);
    await up();
    expect(await schema()).toBe(full);
  });
});

describe("the provenance of scenarios", () => {
  beforeEach(open);
  afterEach(close);

  const BEFORE = "2026_02_07_110000_create_data_backfills_table";

  it("comes to a database with legacy rows without touching them, and goes again", async () => {
    await up(BEFORE);
    await insertSampleRows(owner.knex, 1);
    const legacy = await rowsOf("generation.scenarios");
    const generations = await rowsOf("generation.scenario_generations");

    await up();
    expect(await rowsOf("generation.scenarios")).toEqual(
      legacy.map((row) => ({
        ...row,
        source_generation_id: null,
        accepted_prompt: null,
        accepted_prompt_redacted: null,
        accepted_prompt_metadata: null,
      })),
    );
    expect(await rowsOf("generation.scenario_generations")).toEqual(generations);

    await owner.knex.raw(
      "UPDATE generation.scenarios SET source_generation_id = 1, accepted_prompt = 'prompt'",
    );
    expect((await down(2)).map((run) => run.name)).toEqual([
      "2026_02_07_130000_backfill_accepted_prompt_metadata",
      "2026_02_07_120000_add_generation_fields_to_scenarios_table",
    ]);
    expect(await rowsOf("generation.scenarios")).toEqual(legacy);
    expect(await rowsOf("generation.scenario_generations")).toEqual(generations);
  });

  it("is not given up while scenarios hold values in it, unless the operator says so", async () => {
    await up();
    await insertSampleRows(owner.knex, 1);
    await owner.knex.raw("UPDATE generation.scenarios SET accepted_prompt = 'prompt'");
    await owner.knex.raw("UPDATE generation.data_backfills SET state = 'finished'");
    const undone = rollback({ ...options(), step: 2 });
    await expect(undone).rejects.toThrow(/The backfill accepted-prompt is finished/);
    await expect(undone).rejects.toThrow(/1 scenarios hold provenance/);
    await expect(undone).rejects.toMatchObject({ reason: "loses-data" });
    expect(await down(2)).toHaveLength(2);
  });

  it("is given up without a question while nobody has written to it", async () => {
    await up();
    const undone = await rollback({ ...options(), step: 4 });
    expect(undone.map((run) => run.name)).toContain("2026_02_07_115000_record_what_a_backfill_writes");
  });

  it("registers the backfill as pending and moves no data; undone, it is forgotten", async () => {
    await up();
    const registered = await owner
      .knex("generation.data_backfills")
      .select("name", "state", "cursor", "counts");
    expect(registered).toEqual([{ name: "accepted-prompt", state: "pending", cursor: null, counts: {} }]);
    await down(1);
    expect(await owner.knex("generation.data_backfills")).toEqual([]);
  });

  it("goes on where it was cut off, over the invalid index that was left behind", async () => {
    await up(BEFORE);
    await insertSampleRows(owner.knex, 1);
    await insertSampleRows(owner.knex, 2);
    // What a concurrent build leaves that fails: here over rows that are not unique.
    await owner.knex.raw("ALTER TABLE generation.scenarios ADD COLUMN source_generation_id bigint");
    await owner.knex.raw("UPDATE generation.scenarios SET source_generation_id = 1");
    const build = owner.knex.raw(
      "CREATE UNIQUE INDEX CONCURRENTLY scenarios_source_generation ON generation.scenarios (source_generation_id)",
    );
    await expect(build).rejects.toThrow("could not create unique index");

    await up();
    const { rows } = await owner.knex.raw(
      "SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = 'generation.scenarios_source_generation'::regclass",
    );
    expect(rows).toEqual([{ valid: true }]);
  });
});
