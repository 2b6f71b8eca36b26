import { databaseUrls } from "@vivero/database";
import { startTestCluster, type TestCluster } from "@vivero/database/testing";
import { createAdminApi, createFlags, createUnleashAdmin, type Flags } from "@vivero/flags";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { flagDefinitions } from "../src/flag-definitions.ts";
import { runSeedCommand } from "../src/seed-command.ts";
import { seedFlags, unfinishedDescription } from "../src/seed-flags.ts";
import { freePort, startUnleashProcess, type UnleashProcess } from "./run-unleash.ts";

const adminToken = "*:*.integration-admin-secret";
const apiToken = "default:development.integration-api-secret";
/** About 1 s when the machine is idle: Unleash sees its own change within 1 s, and the client polls every second. */
const followsWithin = { timeout: 5_000, interval: 20 };

let cluster: TestCluster;
let environment: Record<string, string>;
let unleash: UnleashProcess;
let flags: Flags;

beforeAll(async () => {
  cluster = await startTestCluster();
  const { adminUrl, passwords } = cluster.address;
  environment = {
    UNLEASH_PORT: String(await freePort()),
    UNLEASH_DATABASE_URL: databaseUrls({ adminUrl, databaseName: "vivero", passwords }).unleashUrl,
    UNLEASH_ADMIN_PASSWORD: "test-password",
    UNLEASH_ADMIN_TOKEN: adminToken,
    UNLEASH_API_TOKEN: apiToken,
  };
  unleash = await startUnleashProcess(environment);
  flags = createFlags({
    url: unleash.url,
    token: apiToken,
    appName: "unleash-test",
    environment: "development",
    refreshIntervalMs: 1_000,
  });
}, 120_000);

afterAll(async () => {
  await flags?.close();
  await unleash?.stop();
  await cluster?.stop();
});

const admin = () => createUnleashAdmin({ url: unleash.url, token: adminToken, environment: "development" });
const api = () => createAdminApi({ url: unleash.url, token: adminToken });

it("seeds the flags at the first start, and services see their first values", async () => {
  expect(unleash.seeded).toEqual([
    "organizationId",
    "import_generation",
    "validate_llm_response",
    "maintenance_mode",
  ]);
  expect(await flags.ready(5_000)).toBe(true);
  expect(flags.snapshot({ organizationId: 1, userId: 7 })).toEqual({
    import_generation: { enabled: false, source: "unleash" },
    validate_llm_response: { enabled: true, source: "unleash" },
    maintenance_mode: { enabled: false, source: "unleash" },
  });
  expect(flags.isEnabled("validate_llm_response")).toBe(true);
});

it("rolls a flag out to one organization, then to all", async () => {
  await admin().setOrganizations("import_generation", [1]);
  await admin().setEnabled("import_generation", true);
  await vi.waitFor(
    () => expect(flags.isEnabled("import_generation", { organizationId: 1 })).toBe(true),
    followsWithin,
  );
  expect(flags.isEnabled("import_generation", { organizationId: 2 })).toBe(false);
  expect(flags.isEnabled("import_generation")).toBe(false);

  await admin().setOrganizations("import_generation", null);
  await vi.waitFor(
    () => expect(flags.isEnabled("import_generation", { organizationId: 2 })).toBe(true),
    followsWithin,
  );
});

it("hands the operator's notice to the services while maintenance is on", async () => {
  await admin().setEnabled("maintenance_mode", true);
  await vi.waitFor(
    () =>
      expect(flags.maintenance()).toEqual({
        on: true,
        message: "Vivero is being maintained. Please try again in a few minutes.",
        retryAfterSeconds: 300,
      }),
    followsWithin,
  );
  await admin().setEnabled("maintenance_mode", false);
  await vi.waitFor(() => expect(flags.maintenance()).toEqual({ on: false }), followsWithin);
});

describe("seeding", () => {
  const probe = { ...structuredClone(flagDefinitions.flags[1]), name: "seeding_probe" };
  const definitions = { contextFields: [], flags: [probe] } as typeof flagDefinitions;
  const features = "/projects/default/features";

  it("finishes a flag whose seeding was cut short", async () => {
    const { name, type } = probe;
    await api().request("POST", features, { name, type, description: unfinishedDescription });
    expect(await seedFlags(api(), definitions)).toEqual([{ kind: "flag", name, outcome: "finished" }]);
    expect(await api().request("GET", `${features}/${name}`)).toMatchObject({
      description: probe.description,
      environments: [
        { name: "development", enabled: true, strategies: [{ name: "flexibleRollout" }] },
        { name: "production", enabled: true, strategies: [{ name: "flexibleRollout" }] },
      ],
    });
  });

  it("leaves a flag that operators archived", async () => {
    await api().request("DELETE", `${features}/${probe.name}`);
    expect(await seedFlags(api(), definitions)).toEqual([
      { kind: "flag", name: probe.name, outcome: "left" },
    ]);
  });

  it("tells what it would make without making it", async () => {
    const absent = { contextFields: [], flags: [{ ...probe, name: "never_made" }] } as typeof flagDefinitions;
    const made = [{ kind: "flag", name: "never_made", outcome: "made" }];
    expect(await seedFlags(api(), absent, { dryRun: true })).toEqual(made);
    expect(await seedFlags(api(), absent, { dryRun: true })).toEqual(made);
  });

  it("works as a command against any Unleash", async () => {
    const written: string[] = [];
    const stream = { write: (text: string) => written.push(text) };
    const run = (...args: string[]) =>
      runSeedCommand(args, { stdout: stream, stderr: stream, token: undefined });

    expect(await run("--url", unleash.url, "--token", adminToken)).toBe(0);
    expect(written).toEqual([
      "context field organizationId: there already, left as it is\n",
      "flag import_generation: there already, left as it is\n",
      "flag validate_llm_response: there already, left as it is\n",
      "flag maintenance_mode: there already, left as it is\n",
    ]);
    expect(await run("--url", `${unleash.url}/api`, "--token", "*:*.wrong")).toBe(1);
    expect(written.at(-1)).toContain("401");
  });
});

it("stops in order at SIGTERM, and a second start resets nothing that operators toggled", async () => {
  await admin().setEnabled("validate_llm_response", false);
  await admin().setOrganizations("import_generation", [3]);
  expect(await unleash.stop()).toBe(0);
  await vi.waitFor(() => expect(flags.status().connected).toBe(false), 5_000);
  expect(flags.isEnabled("import_generation", { organizationId: 3 })).toBe(true);

  unleash = await startUnleashProcess(environment);
  expect(unleash.seeded).toEqual([]);
  await vi.waitFor(() => expect(flags.status().connected).toBe(true), { timeout: 20_000, interval: 50 });
  expect(flags.snapshot({ organizationId: 3 })).toMatchObject({
    import_generation: { enabled: true, source: "unleash" },
    validate_llm_response: { enabled: false, source: "unleash" },
  });
  expect(flags.isEnabled("import_generation", { organizationId: 4 })).toBe(false);
}, 120_000);
