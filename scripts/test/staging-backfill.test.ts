import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { migrateLatest, openDatabase } from "@vivero/database";
import { createTestDatabase, type TestDatabase } from "@vivero/database/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { factsOf } from "../src/backup/compare-restored.ts";
import { runProgram } from "../src/command/run-program.ts";
import { libpqEnvironment } from "../src/installation/database-address.ts";
import { postgresPrograms } from "./postgres-programs.ts";
import { query } from "./sample-data.ts";

const tools = await postgresPrograms();
const SCRIPT = path.resolve(import.meta.dirname, "..", "staging_backfill.sh");
/** The last migration before provenance and its backfill. */
const BEFORE = "2026_02_06_110000_add_import_outcome_to_scenarios_table";

// One legacy database for all, in the order of an operator's day: look, fail, succeed.
describe.skipIf(!tools)("scripts/staging_backfill.sh", { timeout: 180_000 }, () => {
  let database: TestDatabase;
  let home: string;
  let good: string;

  beforeAll(async () => {
    home = await mkdtemp(path.join(tmpdir(), "vivero-script-"));
    good = path.join(home, "good.dump");
    database = await createTestDatabase({ migrated: false });
    await migrateLatest({ urls: { generation: database.ownerUrl, catalog: database.ownerUrl }, to: BEFORE });
    await query(
      database.ownerUrl,
      `INSERT INTO generation.scenarios (organization_id, id, name) VALUES (1, 1, 'Uno'), (1, 2, 'Dos');
       INSERT INTO generation.scenario_generations (organization_id, id, status, prompt, scenario_id, metadata, accepted_at) VALUES
         (1, 11, 'complete', E'It''s "one" \\\\ 🌱', 1, '{}', now()),
         (1, 12, 'complete', E'line\\n"two"', NULL, '{"created_scenario_id": 2}', now())`,
    );
  });
  afterAll(async () => {
    await database.drop();
    await rm(home, { recursive: true, force: true });
  });

  async function script(
    parameters: readonly string[],
    typed = "",
  ): Promise<{ code: number | null; output: string }> {
    const child = spawn(SCRIPT, parameters, {
      env: {
        ...process.env,
        APP_ENV: "staging",
        VIVERO_HOME: home,
        VIVERO_COMMIT: "c0ffee",
        MIGRATION_DATABASE_URL: database.ownerUrl,
        ADMIN_DATABASE_URL: database.superuserUrl,
      },
      stdio: "pipe",
    });
    child.stdin.end(typed);
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    return { code, output: stdout + stderr };
  }
  const apply = (file: string, typed = `${database.name}\n`) =>
    script(["--apply", "--backup", file, "--no-maintenance"], typed);
  async function facts() {
    const owner = openDatabase({ url: database.superuserUrl, applicationName: "test" });
    const read = await factsOf(owner);
    await owner.close();
    return read;
  }

  it("shows its plan with the SQL and changes no byte", async () => {
    const before = await facts();
    const { code, output } = await script([]);
    expect(code).toBe(0);
    expect(output).toContain("2 scenarios: 2 with exactly one generation, 0 with none, 0 ambiguous");
    expect(output).toContain("ADD COLUMN IF NOT EXISTS accepted_prompt text");
    expect(output).not.toContain(new URL(database.ownerUrl).password);
    expect(await facts()).toEqual(before);
    expect(
      await query(database.superuserUrl, "SELECT FROM pg_database WHERE datname ~ '^vivero_proof_'"),
    ).toEqual([]);
  });

  it("makes and proves a backup without deploying", async () => {
    const before = await facts();
    const { code, output } = await script(["--create-backup", good]);
    expect(output).toContain(`${good} is a proven backup`);
    expect(code).toBe(0);
    expect(await facts()).toEqual(before);
  });

  it("refuses each wrong backup with its reason, and touches nothing", async () => {
    const before = await facts();
    const wrong = (name: string) => path.join(home, name);
    await writeFile(wrong("empty"), "");
    await writeFile(wrong("text"), "CREATE TABLE scenarios ();\n");
    await copyFile(good, wrong("cut"));
    await truncate(wrong("cut"), Math.floor((await readFile(good)).length * 0.7));
    const other = await createTestDatabase();
    const run = {
      environment: libpqEnvironment(other.superuserUrl),
      output: { file: wrong("foreign") },
    } as const;
    await runProgram(tools?.pgDump ?? "", ["-Fc"], run);
    const refusals: [name: string, reason: RegExp][] = [
      ["missing", /there is no such file/],
      ["empty", /is empty/],
      ["text", /no dump in pg_dump's custom format/],
      ["cut", /cut off or damaged/],
      ["foreign", new RegExp(`is of the database ${other.name}`)],
    ];
    for (const [name, reason] of refusals) {
      const { code, output } = await apply(wrong(name));
      expect(output, name).toMatch(reason);
      expect(output, name).toContain("No data were changed.");
      expect(code, name).toBe(1);
    }
    expect(await facts()).toEqual(before);
    await other.drop();
    await query(database.ownerUrl, "UPDATE generation.scenarios SET description = 'since' WHERE id = 1");
    expect(await apply(good)).toMatchObject({
      code: 1,
      output: expect.stringContaining("older than the data"),
    });
  });

  it("goes no further when another word is typed", async () => {
    const { output, code } = await script(
      ["--apply", "--create-backup", path.join(home, "typed.dump"), "--no-maintenance"],
      "yes\n",
    );
    expect(output).toMatch(/Not confirmed: test_\w+ was not typed/);
    expect(code).toBe(1);
  });

  it("proves a good one, migrates, fills byte for byte, verifies, and leaves a report", async () => {
    const fresh = path.join(home, "fresh.dump");
    const parameters = ["--apply", "--create-backup", fresh, "--no-maintenance"];
    const { code, output } = await script(parameters, `${database.name}\n`);
    expect(output).toContain("Done. The report:");
    expect(code).toBe(0);
    expect(
      await query(
        database.ownerUrl,
        `SELECT scenarios.id, accepted_prompt = prompt AS same FROM generation.scenarios
           JOIN generation.scenario_generations ON scenario_generations.id = source_generation_id ORDER BY 1`,
      ),
    ).toMatchObject([{ same: true }, { same: true }]);
    const runs = await readdir(path.join(home, "deployments"));
    const last =
      runs
        .filter((name) => name.endsWith("-staging"))
        .sort()
        .at(-1) ?? "";
    const report = await readFile(path.join(home, "deployments", last, "report.md"), "utf8");
    expect(report).toContain("# Deployment to staging: done");
    expect(report).toContain("commit c0ffee");
  });
});
