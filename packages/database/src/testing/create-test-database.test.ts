import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { describe, expect, it, vi } from "vitest";
import { identifyProcess } from "../embedded/process-identity.ts";
import { createTestDatabase } from "./create-test-database.ts";
import { removeOrphans, TEST_DIRECTORY_PREFIX } from "./orphans.ts";
import { queryDatabase } from "./query-database.ts";

describe("createTestDatabase", () => {
  it("gives each suite a database of its own, copied from one that is migrated once", async () => {
    const template = "SELECT oid FROM pg_database WHERE datname = 'vivero_migrated' AND datistemplate";
    const first = await createTestDatabase();
    const [made] = await queryDatabase(first.superuserUrl, template);
    const second = await createTestDatabase();
    expect(await queryDatabase(first.superuserUrl, template)).toEqual([made]);

    await queryDatabase(first.ownerUrl, "CREATE TABLE generation.mine (id bigint)");
    const tables =
      "SELECT to_regclass('generation.mine') AS mine, to_regclass('scenario_generations') AS migrated";
    expect(await queryDatabase(first.generationUrl, tables)).toEqual([
      { mine: "mine", migrated: "scenario_generations" },
    ]);
    expect(await queryDatabase(second.generationUrl, tables)).toEqual([
      { mine: null, migrated: "scenario_generations" },
    ]);
    await first.drop();
    await second.drop();
  });

  it("gives a database without migrations when asked", async () => {
    const test = await createTestDatabase({ migrated: false });
    expect(
      await queryDatabase(test.ownerUrl, "SELECT to_regclass('scenario_generations') AS migrated"),
    ).toEqual([{ migrated: null }]);
    await test.drop();
  });

  it("sets what a template does not hand on: the search path, and who may connect", async () => {
    const test = await createTestDatabase();
    expect(await queryDatabase(test.superuserUrl, "SHOW search_path")).toEqual([
      { search_path: "generation, catalog, public" },
    ]);
    const unleashHere = new URL(test.unleashUrl);
    unleashHere.pathname = `/${test.name}`;
    await expect(queryDatabase(unleashHere.href, "SELECT 1")).rejects.toThrow(
      "permission denied for database",
    );
    await test.drop();
  });

  it("drops a database that somebody is still connected to", async () => {
    const test = await createTestDatabase({ migrated: false });
    const session = new Client({ connectionString: test.catalogUrl });
    session.on("error", () => {});
    await session.connect();
    await test.drop();
    await expect(queryDatabase(test.ownerUrl, "SELECT 1")).rejects.toThrow("does not exist");
    await session.end();
  });
});

// Each starts servers in other processes, which takes its time on a busy machine.
describe("removeOrphans", { timeout: 60_000 }, () => {
  it("stops and deletes the server of a run that was killed, and no other", async () => {
    const killed = await startRunElsewhere();
    const living = await startRunElsewhere();
    await killed.kill();
    await removeOrphans();

    expect(identifyProcess(killed.serverPid)).toBeUndefined();
    expect(existsSync(killed.directory)).toBe(false);
    expect(identifyProcess(living.serverPid)).toBeDefined();
    await living.kill();
    await removeOrphans();
    expect(existsSync(living.directory)).toBe(false);
  });

  it("leaves a directory that a run has just made", async () => {
    const directory = await mkdtemp(join(tmpdir(), TEST_DIRECTORY_PREFIX));
    await removeOrphans();
    expect(existsSync(directory)).toBe(true);
    await rm(directory, { recursive: true });
  });
});

/** Starts a test cluster from another process, which stays until it is killed. */
async function startRunElsewhere() {
  const module = JSON.stringify(new URL("test-cluster.ts", import.meta.url).href);
  const code = `
    const { startTestCluster } = await import(${module});
    const { address } = await startTestCluster();
    console.log(address.adminUrl);
    // It ends with us, even when we are killed.
    process.stdin.on("end", () => process.exit()).resume();`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", code], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  await vi.waitFor(() => expect(output).toMatch(/\n$/), { timeout: 30_000, interval: 20 });
  const [row] = await queryDatabase(output.trim(), "SHOW data_directory");
  const directory = join(String(row?.data_directory), "..");
  const pidFile = await readFile(join(directory, "data", "postmaster.pid"), "utf8");
  return {
    directory,
    serverPid: Number(pidFile.split("\n")[0]),
    async kill() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}
