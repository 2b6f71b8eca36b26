import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/index.ts";

const run = promisify(execFile);
const COMMAND = resolve(import.meta.dirname, "migrate.ts");

let testDatabase: TestDatabase;

beforeAll(async () => {
  testDatabase = await createTestDatabase({ migrated: false });
});

afterAll(async () => {
  await testDatabase.drop();
});

type Outcome = { code: number; stdout: string; stderr: string };

async function migrate(args: string[], url = testDatabase.ownerUrl): Promise<Outcome> {
  const env = { MIGRATION_DATABASE_URL: url };
  try {
    return { code: 0, ...(await run(process.execPath, [COMMAND, ...args], { env })) };
  } catch (error) {
    return error as Outcome;
  }
}

// Each call is a process of its own.
describe("the command line", { timeout: 60_000 }, () => {
  it("migrates, shows the status, and undoes the latest, with a line and a duration for each", async () => {
    const latest = await migrate(["latest"]);
    expect(latest).toMatchObject({ code: 0, stderr: "" });
    expect(latest.stdout).toMatch(
      /^up {4}generation {2}2025_11_03_100000_create_scenarios_table {2}\d+ ms$/m,
    );
    expect(latest.stdout).toMatch(/^\d+ migrations in \d+\.\d\d s$/m);
    expect((await migrate(["latest"])).stdout).toBe("Nothing to migrate: the database is up to date.\n");

    const undone = await migrate(["rollback", "--step=1", "--json"]);
    expect(JSON.parse(undone.stdout)).toEqual({
      ran: [
        {
          schema: "generation",
          name: "2026_02_07_130000_backfill_accepted_prompt_metadata",
          direction: "down",
          durationMs: expect.any(Number),
        },
      ],
    });

    expect((await migrate(["status"])).stdout).toMatch(/^pending +generation +2026_02_07_130000\w+$/m);
    const { migrations } = JSON.parse((await migrate(["status", "--json", "--schema", "generation"])).stdout);
    expect(migrations.at(-1)).toMatchObject({ schema: "generation", state: "pending", appliedAt: null });
    expect((await migrate(["rollback", "--step", "2"])).stdout).toMatch(/^2 migrations in /m);
    expect((await migrate(["unlock"])).stdout).toBe("The lock is free.\n");
  });

  it.each([
    [["rollback", "--step=0"], "It must be 1 or more"],
    [["rollback", "--step=x"], "It must be 1 or more"],
    [["latest", "--schema", "public"], "Allowed choices are generation, catalog"],
    [["sideways"], "unknown command"],
  ])("exits with 2 when it is called wrongly: %o", async (args, message) => {
    expect(await migrate(args)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });

  it("exits with 1 for a migration that is not there", async () => {
    const outcome = await migrate(["latest", "--to", "2020_01_01_nothing"]);
    expect(outcome).toMatchObject({ code: 1, stderr: "There is no migration 2020_01_01_nothing.\n" });
  });

  it("exits with 3 when nobody answers, without showing the password", async () => {
    const outcome = await migrate(["status"], "postgres://vivero_owner:secret@127.0.0.1:1/vivero");
    expect(outcome).toMatchObject({ code: 3, stderr: expect.stringContaining("ECONNREFUSED") });
    expect(outcome.stderr).not.toContain("secret");
  });

  it("explains its exit codes", async () => {
    expect((await migrate(["--help"])).stdout).toContain("Exit codes:");
  });
});
