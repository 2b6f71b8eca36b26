import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { queryDatabase } from "../testing/query-database.ts";
import { findCluster, removeCluster, stopServer } from "./cluster.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./start-embedded-postgres.ts";

// Each starts servers for real, which takes its time on a busy machine.
describe("startEmbeddedPostgres", { timeout: 60_000 }, () => {
  // One directory for the tests: initdb takes a second, and each test leaves a server that can be started.
  let dataDirectory: string;
  let lines: string[];

  beforeAll(async () => {
    dataDirectory = await makeDirectory();
  });

  beforeEach(() => {
    lines = [];
  });

  afterEach(async () => stopServer(await findCluster(dataDirectory, () => {})));

  afterAll(() => removeCluster(dataDirectory));

  function start(port = 0, options: { ephemeral?: boolean } = {}): Promise<EmbeddedPostgres> {
    return startEmbeddedPostgres({ dataDirectory, port, log: (line) => lines.push(line), ...options });
  }

  it("keeps the data from one start to the next, and stops twice without complaint", async () => {
    const first = await start();
    await queryDatabase(first.url, "CREATE TABLE kept AS SELECT 1 AS value");
    await first.stop();
    await first.stop();
    await expect(queryDatabase(first.url, "SELECT 1")).rejects.toThrow("ECONNREFUSED");

    const second = await start(first.port);
    expect(second.url).toBe(first.url);
    expect(await queryDatabase(second.url, "SELECT value FROM kept")).toEqual([{ value: 1 }]);
  });

  it("is durable, checks its pages, sorts by code point, knows Unicode letters and listens on 127.0.0.1 only", async () => {
    const { url } = await start();
    const settings = await queryDatabase(
      url,
      `SELECT name, setting FROM pg_settings WHERE name IN
       ('data_checksums', 'fsync', 'full_page_writes', 'listen_addresses', 'synchronous_commit', 'unix_socket_directories')
       ORDER BY name`,
    );
    expect(settings.map((row) => [row.name, row.setting])).toEqual([
      ["data_checksums", "on"],
      ["fsync", "on"],
      ["full_page_writes", "on"],
      ["listen_addresses", "127.0.0.1"],
      ["synchronous_commit", "on"],
      ["unix_socket_directories", ""],
    ]);
    expect(await queryDatabase(url, "SELECT 'Z' < 'a' AS by_code_point, lower('ÁÑ') AS lowered")).toEqual([
      { by_code_point: true, lowered: "áñ" },
    ]);
  });

  it("gives up durability only when it is ephemeral", async () => {
    const { url } = await start(0, { ephemeral: true });
    expect(await queryDatabase(url, "SHOW fsync")).toEqual([{ fsync: "off" }]);
  });

  it("lets nobody in without the password, which only its owner can read", async () => {
    const { url } = await start();
    const wrong = new URL(url);
    wrong.password = "wrong";
    await expect(queryDatabase(wrong.href, "SELECT 1")).rejects.toThrow("password authentication failed");
    expect(await queryDatabase(url, "SELECT DISTINCT auth_method FROM pg_hba_file_rules")).toEqual([
      { auth_method: "scram-sha-256" },
    ]);
    const { mode } = await stat(join(dataDirectory, "superuser-password"));
    expect(mode & 0o777).toBe(0o600);
  });

  it("starts after the server was killed with a session open, and finds what was committed", async () => {
    const first = await start();
    await queryDatabase(first.url, "CREATE TABLE committed AS SELECT 1 AS value");
    const session = new Client({ connectionString: first.url });
    session.on("error", () => {});
    await session.connect();
    process.kill(first.pid, "SIGKILL");

    const second = await start(first.port);
    expect(await queryDatabase(second.url, "SELECT value FROM committed")).toEqual([{ value: 1 }]);
    await session.end();
  });

  it("takes over the server of a process that was killed", async () => {
    const killed = await startElsewhere(dataDirectory);
    await killed.kill();
    const pid = await serverPid(dataDirectory);

    const second = await start(killed.port);
    expect(second.pid).toBe(pid);
    expect(await queryDatabase(second.url, "SELECT 1 AS value")).toEqual([{ value: 1 }]);
    expect(lines.join()).toContain("Taking over");
  });

  it("stops the server of a process that was killed when it listens on another port", async () => {
    const killed = await startElsewhere(dataDirectory);
    await killed.kill();
    const pid = await serverPid(dataDirectory);

    const second = await start();
    expect(second.port).not.toBe(killed.port);
    expect(second.pid).not.toBe(pid);
  });

  it("leaves the server of a living process alone", async () => {
    const living = await startElsewhere(dataDirectory);
    await expect(start(living.port)).rejects.toMatchObject({
      problem: "data_directory_in_use",
      message: expect.stringContaining(`process ${living.pid}`),
    });
    await living.kill();
  });

  it("says which port is taken and what to do", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    await expect(start(port)).rejects.toMatchObject({
      problem: "port_taken",
      message: expect.stringMatching(new RegExp(`Port ${port} .* choose another port`)),
    });
    other.close();
  });

  it("is not misled by the process id file of a server whose id another program has got", async () => {
    const first = await start();
    const pidFile = join(dataDirectory, "data", "postmaster.pid");
    const lines = (await readFile(pidFile, "utf8")).split("\n");
    await first.stop();
    await writeFile(pidFile, [process.pid, ...lines.slice(1)].join("\n"));

    const second = await start(first.port);
    expect(await queryDatabase(second.url, "SELECT 1 AS value")).toEqual([{ value: 1 }]);
  });

  it("says what is missing when the password's file is gone", async () => {
    await (await start()).stop();
    const file = join(dataDirectory, "superuser-password");
    await rename(file, `${file}.elsewhere`);
    await expect(start()).rejects.toThrow("put the file back");
    await rename(`${file}.elsewhere`, file);
  });

  it("tells what PostgreSQL said when it does not start", async () => {
    await (await start()).stop();
    const file = join(dataDirectory, "data", "PG_VERSION");
    await rename(file, `${file}.elsewhere`);
    await expect(start()).rejects.toMatchObject({
      problem: "program_failed",
      message: expect.stringContaining("is not a database cluster directory"),
    });
    await rename(`${file}.elsewhere`, file);
  });

  it("begins anew after a first start that was killed half way", async () => {
    const fresh = await makeDirectory();
    const unfinished = join(fresh, "data.initializing");
    await mkdir(unfinished);
    await writeFile(join(unfinished, "PG_VERSION"), "15\n");
    await writeFile(join(fresh, "superuser-password"), "");
    const { url } = await startEmbeddedPostgres({ dataDirectory: fresh, port: 0 });
    expect(await queryDatabase(url, "SELECT 1 AS value")).toEqual([{ value: 1 }]);
    expect(existsSync(unfinished)).toBe(false);
    await removeCluster(fresh);
  });

  it("works in a directory that PostgreSQL's account cannot enter, and says where the data lie", async () => {
    const closed = await mkdtemp(join(tmpdir(), DIRECTORY_PREFIX));
    const inner = join(closed, "inner");
    const log = (line: string) => lines.push(line);
    const { url } = await startEmbeddedPostgres({ dataDirectory: inner, port: 0, log });
    const [row] = await queryDatabase(url, "SHOW data_directory");
    const isRoot = process.getuid?.() === 0;
    expect(row?.data_directory).toContain(isRoot ? "/var/lib/vivero/" : inner);
    expect(lines.some((line) => line.includes("instead"))).toBe(isRoot);
    await removeCluster(inner);
    await rm(closed, { recursive: true });
  });
});

const DIRECTORY_PREFIX = "vivero-embedded-";

/** A new directory that everybody may enter: mkdtemp makes it 0700. */
async function makeDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), DIRECTORY_PREFIX));
  await chmod(directory, 0o755);
  return directory;
}

async function serverPid(dataDirectory: string): Promise<number> {
  return Number((await readFile(join(dataDirectory, "data", "postmaster.pid"), "utf8")).split("\n")[0]);
}

/** Starts the server from another process, which stays until it is killed. */
async function startElsewhere(dataDirectory: string) {
  const module = JSON.stringify(new URL("start-embedded-postgres.ts", import.meta.url).href);
  const code = `
    const { startEmbeddedPostgres } = await import(${module});
    const { port } = await startEmbeddedPostgres({ dataDirectory: ${JSON.stringify(dataDirectory)}, port: 0 });
    console.log(port);
    // It ends with us, even when we are killed.
    process.stdin.on("end", () => process.exit()).resume();`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", code], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  await vi.waitFor(() => expect(output).toMatch(/^\d+\n/), { timeout: 30_000, interval: 20 });
  return {
    pid: child.pid,
    port: Number(output),
    async kill() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}
