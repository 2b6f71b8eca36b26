import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/index.ts";
import { type Database, openDatabase } from "./open-database.ts";

describe("openDatabase", () => {
  let test: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    test = await createTestDatabase({ migrated: false });
    database = openDatabase({
      url: test.generationUrl,
      applicationName: "open-database-test",
      poolSize: 3,
      statementTimeoutMs: 5_000,
      lockTimeoutMs: 1_000,
    });
  });

  afterAll(async () => {
    await database.close();
    await test.drop();
  });

  async function evaluate(expression: string): Promise<unknown> {
    const { rows } = await database.knex.raw(`SELECT ${expression} AS value`);
    return rows[0].value;
  }

  it("reads bigint and numeric as numbers, also in arrays", async () => {
    expect(await evaluate("9007199254740991::bigint")).toBe(9_007_199_254_740_991);
    expect(await evaluate("-12.5::numeric")).toBe(-12.5);
    expect(await evaluate("ARRAY[[1, 2], [3, NULL]]::bigint[]")).toEqual([
      [1, 2],
      [3, null],
    ]);
    expect(await evaluate("ARRAY[0.5]::numeric[]")).toEqual([0.5]);
    expect(await evaluate("count(*)")).toBe(1);
  });

  it.each(["9007199254740992::bigint", "'NaN'::numeric", "ARRAY[-9007199254740992]::bigint[]"])(
    "refuses to read %s, which a number cannot hold",
    async (expression) => {
      await expect(evaluate(expression)).rejects.toThrow("does not fit into a JavaScript number");
      expect(await evaluate("1")).toBe(1);
    },
  );

  it("reads timestamptz as Date and date as text", async () => {
    expect(await evaluate("'2026-02-07 12:00:00.123+02'::timestamptz")).toEqual(
      new Date("2026-02-07T10:00:00.123Z"),
    );
    expect(await evaluate("'2026-02-07'::date")).toBe("2026-02-07");
  });

  it("names itself and its time-outs to the server", async () => {
    expect(await evaluate("current_setting('application_name')")).toBe("open-database-test");
    expect(await evaluate("current_setting('statement_timeout')")).toBe("5s");
    expect(await evaluate("current_setting('lock_timeout')")).toBe("1s");
  });

  it("never opens more connections than its pool size", async () => {
    const pids = await Promise.all(
      Array.from({ length: 9 }, () =>
        database.knex.transaction((trx) => trx.raw("SELECT pg_backend_pid() AS pid")),
      ),
    );
    expect(new Set(pids.map(({ rows }) => rows[0].pid)).size).toBeLessThanOrEqual(3);
  });

  it("answers a ping, and fails it when the server is away", async () => {
    await expect(database.ping()).resolves.toBeUndefined();
    const away = openOnPort(1);
    await expect(away.ping()).rejects.toThrow("ECONNREFUSED");
    await away.close();
  });

  it("fails a ping in time when the server accepts the connection and says nothing", async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket)).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const stuck = openOnPort((silent.address() as AddressInfo).port);
    await expect(stuck.ping(100)).rejects.toThrow("did not answer in 100 ms");
    for (const socket of sockets) socket.destroy();
    silent.close();
    await stuck.close();
  });

  function openOnPort(port: number): Database {
    const url = new URL(test.generationUrl);
    url.port = String(port);
    return openDatabase({ url: url.href, applicationName: "open-database-test" });
  }
});
