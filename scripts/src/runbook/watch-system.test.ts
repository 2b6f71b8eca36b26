import { createServer, type Server } from "node:http";
import { createTestDatabase, type TestDatabase } from "@vivero/database/testing";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { query } from "../../test/sample-data.ts";
import { type WatchThresholds, watchSystem } from "./watch-system.ts";

let database: TestDatabase;
let server: Server | undefined;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

/** A gateway whose request counters and readiness are what the test says at each look. */
async function startGateway(
  look: (number: number) => { ready?: boolean; requests?: number; failed?: number },
): Promise<string> {
  let asked = 0;
  server = createServer((request, response) => {
    if (request.url === "/readyz") {
      const { ready = true } = look(asked);
      response
        .writeHead(ready ? 200 : 503)
        .end(JSON.stringify({ checks: { catalogService: { ok: ready, problem: "ECONNREFUSED" } } }));
      return;
    }
    const { requests = 0, failed = 0 } = look(asked++);
    const line = (route: string, status: number, count: number) =>
      `vivero_http_request_duration_seconds_count{route="${route}",status="${status}",service="gateway"} ${count}\n`;
    response.end(
      line("GET /scenarios", 200, requests - failed) +
        line("GET /scenarios", 503, failed) +
        line("other", 500, 999),
    );
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

const thresholds: WatchThresholds = {
  missedLooks: 2,
  errorShare: 0.02,
  tellingRequests: 20,
  failedImports: 0,
  statementSeconds: 0.2,
};
const watch = (gatewayUrl: string, seconds = 0.2, note: (line: string) => void = () => undefined) =>
  watchSystem({
    gatewayUrls: [gatewayUrl],
    adminUrl: database.superuserUrl,
    seconds,
    everyMs: 10,
    note,
    thresholds,
  });

it("is content while gateways are ready, requests succeed and the database is calm", async () => {
  const url = await startGateway((look) => ({ requests: 100 + look * 30, failed: 50, ready: look !== 2 }));
  expect(await watch(url)).toMatch(/gateways ready, 0 of \d+ requests failed/);
});

it("fails when a gateway stays away, and says which of its dependencies", async () => {
  const url = await startGateway(() => ({ ready: false }));
  await expect(watch(url)).rejects.toThrow(
    `${url} was not ready 2 times in a row: catalogService: ECONNREFUSED.`,
  );
});

it("fails when too many requests fail since it began", async () => {
  const url = await startGateway((look) => ({ requests: look * 50, failed: look * 2 }));
  await expect(watch(url)).rejects.toThrow("2 of 50 requests failed since the watch began: more than 2 %.");
});

it("fails for an import that failed since it began, and not for an older one", async () => {
  const url = await startGateway(() => ({}));
  const fail =
    "INSERT INTO generation.scenarios (organization_id, name, import_status) VALUES (41, 'Tarde', 'failed')";
  await query(database.ownerUrl, fail);
  await watch(url);
  let failing: Promise<unknown> | undefined;
  const outcome = watch(url, 20, () => {
    failing ??= query(database.ownerUrl, fail);
  });
  await expect(outcome).rejects.toThrow("1 imports failed since the watch began.");
  await failing;
});

it("fails for a statement of a service that does not end", async () => {
  const url = await startGateway(() => ({}));
  const service = new Client({ connectionString: database.generationUrl });
  await service.connect();
  const slow = service.query("SELECT pg_sleep(60)").catch((error: Error) => error.message);
  await expect(watch(url, 20)).rejects.toThrow(/A statement of generation_service .*: SELECT pg_sleep\(60\)/);
  await query(
    database.superuserUrl,
    "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)'",
  );
  expect(await slow).toMatch(/canceling statement/);
  await service.end();
});
