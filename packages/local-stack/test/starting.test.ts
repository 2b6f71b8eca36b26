import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiClient, waitFor } from "../src/api-client.ts";
import { startStack } from "../src/stack.ts";
import { readStackInfo, type StackInfo } from "../src/stack-file.ts";
import { openStack, type TestStack } from "./open-stack.ts";
import { generate } from "./planner.ts";

const silent = { step: <T>(_title: string, work: () => Promise<T>) => work(), note: () => undefined };

let system: TestStack;
beforeAll(async () => {
  // Unleash was never there: what it says at first is nothing.
  system = await openStack({ without: ["unleash"] });
}, 180_000);
afterAll(() => system.close());

describe("without Unleash ever", () => {
  it("import is off, validation is on, and everything else goes on", async () => {
    const { api } = await system.newcomer();
    const id = await generate(api);
    const { items } = await api.get<{ items: { name: string; enabled: boolean; source: string }[] }>(
      "/flags",
    );
    expect(items).toContainEqual({ name: "import_generation", enabled: false, source: "fallback" });
    expect(items).toContainEqual({ name: "validate_llm_response", enabled: true, source: "fallback" });
    await expect(api.post(`/scenario-generations/${id}/accept`, { import: true })).rejects.toMatchObject({
      problem: { code: "IMPORT_DISABLED" },
    });
    expect(await api.post(`/scenario-generations/${id}/accept`, {})).toMatchObject({ created: true });
  });
});

describe("stack.json", () => {
  it("tells addresses, tokens and processes, to this user only", async () => {
    const info = JSON.parse(await readFile(`${system.environment.home}/stack.json`, "utf8")) as StackInfo;
    expect(info.pids).toMatchObject({ supervisor: process.pid, gateway: expect.any(Number) });
    const api = createApiClient(info.gatewayUrl, info.tokens.api);
    expect(await api.get("/scenarios")).toEqual({ items: [], nextCursor: null });
  });
});

describe("a program that dies", () => {
  it("is started again, and stack.json follows", async () => {
    const before = system.stack.program("catalog")?.pid();
    system.stack.program("catalog")?.kill("SIGKILL");
    await waitFor(
      "another catalog process",
      () => readStackInfo(system.environment.home),
      (info) => info?.pids.catalog !== undefined && info.pids.catalog !== before,
    );
    const { api } = await system.newcomer();
    await waitFor(
      "the catalog",
      () =>
        api.get("/catalog/skills").then(
          () => true,
          () => false,
        ),
      Boolean,
    );
  });
});

describe("starting", () => {
  it("says which port is taken and which setting moves it", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const environment = {
      ...system.environment,
      home: `${system.environment.home}/second`,
      ports: { ...system.environment.ports, gateway: port },
    };
    await expect(startStack({ environment, progress: silent })).rejects.toThrow(
      new RegExp(`Port ${port} for gateway is taken.*GATEWAY_PORT`),
    );
    server.close();
  });

  it("refuses a second stack in the same home, naming the first", async () => {
    const info = await readStackInfo(system.environment.home);
    const pretender = { ...info, pids: { ...info?.pids, supervisor: info?.pids.gateway } };
    const { writeFile } = await import("node:fs/promises");
    await writeFile(`${system.environment.home}/stack.json`, JSON.stringify(pretender));
    await expect(startStack({ environment: system.environment, progress: silent })).rejects.toThrow(
      /runs already/,
    );
    await writeFile(`${system.environment.home}/stack.json`, JSON.stringify(info));
  });
});
