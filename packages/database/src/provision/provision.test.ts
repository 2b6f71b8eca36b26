import { randomBytes } from "node:crypto";
import { PgBoss } from "pg-boss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestCluster, type TestCluster } from "../testing/index.ts";
import { queryDatabase } from "../testing/query-database.ts";
import { urlOfDatabase } from "./database-urls.ts";
import { provision } from "./provision.ts";
import type { RolePasswords } from "./roles.ts";

// Passwords belong to the whole server: a server of its own, so that other suites keep theirs.
let cluster: TestCluster;
let adminUrl: string;

beforeAll(async () => {
  cluster = await startTestCluster();
  adminUrl = cluster.address.adminUrl;
});

afterAll(() => cluster.stop());

const somePasswords = (): RolePasswords => ({
  vivero_owner: `it's/"@:%?#${randomBytes(4).toString("hex")}`,
  generation_service: randomBytes(4).toString("hex"),
  catalog_service: randomBytes(4).toString("hex"),
  unleash: randomBytes(4).toString("hex"),
});

describe("provision", () => {
  it("gives every role a URL that works, and with a second run a new password and all data kept", async () => {
    const first = await provision({ adminUrl, passwords: somePasswords() });
    await queryDatabase(first.ownerUrl, "CREATE TABLE generation.kept AS SELECT 1 AS value");

    const second = await provision({ adminUrl, passwords: somePasswords() });
    for (const [url, role] of [
      [second.ownerUrl, "vivero_owner"],
      [second.generationUrl, "generation_service"],
      [second.catalogUrl, "catalog_service"],
      [second.unleashUrl, "unleash"],
    ] as const) {
      expect(await queryDatabase(url, "SELECT current_user AS role")).toEqual([{ role }]);
    }
    expect(await queryDatabase(second.generationUrl, "SELECT value FROM kept")).toEqual([{ value: 1 }]);
    await expect(queryDatabase(first.ownerUrl, "SELECT 1")).rejects.toThrow("password authentication failed");
  });

  it("may be run by several at a time", async () => {
    const passwords = somePasswords();
    const options = { adminUrl, databaseName: "vivero_parallel", passwords };
    const [urls] = await Promise.all([provision(options), provision(options), provision(options)]);
    expect(await queryDatabase(urls.catalogUrl, "SELECT similarity('abc', 'abc') AS similarity")).toEqual([
      { similarity: 1 },
    ]);
  });

  it("makes further databases like the first", async () => {
    const passwords = somePasswords();
    const urls = await provision({ adminUrl, passwords, extraDatabases: ["vivero_catalog"] });
    expect(await queryDatabase(urlOfDatabase(urls.catalogUrl, "vivero_catalog"), "SHOW search_path")).toEqual(
      [{ search_path: "generation, catalog, public" }],
    );
  });

  it("takes over a database that somebody made for the superuser", async () => {
    await queryDatabase(adminUrl, "CREATE DATABASE made_before");
    const { ownerUrl } = await provision({
      adminUrl,
      databaseName: "made_before",
      passwords: somePasswords(),
    });
    await queryDatabase(ownerUrl, "CREATE TABLE catalog.things (id bigint)");
  });

  it("refuses a password that it could not store faithfully", async () => {
    const passwords = { ...somePasswords(), unleash: "contraseña" };
    await expect(provision({ adminUrl, passwords })).rejects.toThrow("printable ASCII");
  });

  it("lets nobody but Unleash's role into Unleash's database, where that may do what it wants", async () => {
    const { unleashUrl, ...urls } = await provision({ adminUrl, passwords: somePasswords() });
    await queryDatabase(unleashUrl, "CREATE TABLE IF NOT EXISTS features (id int)");
    for (const url of [urls.ownerUrl, urls.generationUrl, urls.catalogUrl]) {
      await expect(queryDatabase(urlOfDatabase(url, "unleash"), "SELECT 1")).rejects.toThrow(
        "permission denied",
      );
    }
    await expect(queryDatabase(urlOfDatabase(unleashUrl, "vivero"), "SELECT 1")).rejects.toThrow(
      "permission denied",
    );
  });
});

describe("the service roles", () => {
  it.each([
    { schema: "generation", otherSchema: "catalog" },
    { schema: "catalog", otherSchema: "generation" },
  ] as const)(
    "read and write $schema, and cannot even look into $otherSchema",
    async ({ schema, otherSchema }) => {
      const databaseName = `vivero_${schema}`;
      const urls = await provision({ adminUrl, databaseName, passwords: somePasswords() });
      const url = schema === "generation" ? urls.generationUrl : urls.catalogUrl;
      for (const name of [schema, otherSchema]) {
        await queryDatabase(
          urls.ownerUrl,
          `CREATE TABLE ${name}.${name}_rows (id bigserial PRIMARY KEY, value int)`,
        );
      }

      await queryDatabase(url, `INSERT INTO ${schema}_rows (value) VALUES (1), (2)`);
      await queryDatabase(url, `UPDATE ${schema}_rows SET value = 3 WHERE value = 2`);
      await queryDatabase(url, `DELETE FROM ${schema}_rows WHERE value = 1`);
      expect(await queryDatabase(url, `SELECT value FROM ${schema}_rows`)).toEqual([{ value: 3 }]);

      const denied = "permission denied";
      await expect(queryDatabase(url, `SELECT * FROM ${otherSchema}.${otherSchema}_rows`)).rejects.toThrow(
        denied,
      );
      await expect(queryDatabase(url, `SELECT * FROM ${otherSchema}_rows`)).rejects.toThrow("does not exist");
      await expect(queryDatabase(url, `DELETE FROM ${otherSchema}.${otherSchema}_rows`)).rejects.toThrow(
        denied,
      );
      await expect(
        queryDatabase(url, `SELECT nextval('${otherSchema}.${otherSchema}_rows_id_seq')`),
      ).rejects.toThrow(denied);
      await expect(queryDatabase(url, `CREATE TABLE ${otherSchema}_queue.mine (id int)`)).rejects.toThrow(
        denied,
      );
      await expect(queryDatabase(url, `SET ROLE ${otherSchema}_service`)).rejects.toThrow(denied);
      await expect(queryDatabase(url, "SET ROLE vivero_owner")).rejects.toThrow(denied);
    },
  );

  it("change no structure but that of their own queue, and leave nothing in the public schema", async () => {
    const urls = await provision({ adminUrl, passwords: somePasswords() });
    await queryDatabase(urls.ownerUrl, "CREATE TABLE generation.fixed (id bigint)");
    const url = urls.generationUrl;
    await expect(queryDatabase(url, "CREATE TABLE generation.mine (id int)")).rejects.toThrow(
      "permission denied",
    );
    await expect(queryDatabase(url, "ALTER TABLE fixed ADD COLUMN more int")).rejects.toThrow(
      "must be owner",
    );
    await expect(queryDatabase(url, "TRUNCATE fixed")).rejects.toThrow("permission denied");
    await expect(queryDatabase(url, "CREATE SCHEMA mine")).rejects.toThrow("permission denied");
    for (const anybody of [urls.ownerUrl, urls.generationUrl, urls.catalogUrl]) {
      await expect(queryDatabase(anybody, "CREATE TABLE public.mine (id int)")).rejects.toThrow(
        "permission denied",
      );
    }
  });

  it("run their job queue in their own schema, hidden from the other", async () => {
    const urls = await provision({ adminUrl, passwords: somePasswords() });
    const boss = new PgBoss({
      connectionString: urls.generationUrl,
      schema: "generation_queue",
      createSchema: false,
    });
    await boss.start();
    await boss.createQueue("deliveries");
    await boss.send("deliveries", { generationId: 1 });
    const jobs = await boss.fetch("deliveries");
    expect(jobs.map((job) => job.data)).toEqual([{ generationId: 1 }]);
    await boss.stop({ graceful: false });
    await expect(queryDatabase(urls.catalogUrl, "SELECT * FROM generation_queue.job")).rejects.toThrow(
      "permission denied",
    );
  });
});
