import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type FakeUnleashServer, servedFlag, startFakeUnleashServer } from "../test/fake-unleash-server.ts";
import { createFlags, type FlagsOptions } from "./create-flags.ts";
import type { Flags } from "./flags.ts";

const organizationId = 41;
const someone = { organizationId, userId: 7 };

let unleash: FakeUnleashServer;
let backupDirectory: string;
let opened: Flags[];

function open(options: Partial<FlagsOptions> = {}): Flags {
  const flags = createFlags({
    url: unleash.url,
    token: unleash.token,
    appName: "generation-service",
    environment: "development",
    refreshIntervalMs: 20,
    backupDirectory,
    ...options,
  });
  opened.push(flags);
  return flags;
}

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 5_000, interval: 10 });

beforeEach(async () => {
  unleash = await startFakeUnleashServer();
  backupDirectory = await mkdtemp(join(tmpdir(), "vivero-flags-"));
  opened = [];
});

afterEach(async () => {
  await Promise.all(opened.map((flags) => flags.close()));
  await unleash.stop();
  await rm(backupDirectory, { recursive: true });
});

describe("while Unleash answers", () => {
  it("follows a flag that is toggled", async () => {
    unleash.flags = [servedFlag("import_generation", false)];
    const flags = open();
    expect(await flags.ready(5_000)).toBe(true);
    expect(flags.isEnabled("import_generation", someone)).toBe(false);

    unleash.flags = [servedFlag("import_generation", true)];
    await eventually(() => expect(flags.isEnabled("import_generation", someone)).toBe(true));
    expect(flags.snapshot(someone).import_generation).toEqual({ enabled: true, source: "unleash" });
  });

  it("keeps a rollout to the organizations that it names", async () => {
    unleash.flags = [servedFlag("import_generation", true, [organizationId])];
    const flags = open();
    await flags.ready(5_000);
    expect(flags.isEnabled("import_generation", { organizationId })).toBe(true);
    expect(flags.isEnabled("import_generation", { organizationId: 42 })).toBe(false);
    expect(flags.isEnabled("import_generation", { userId: organizationId })).toBe(false);
    expect(flags.isEnabled("import_generation")).toBe(false);
  });

  it("applies a segment, and nobody's when the segment is unknown", async () => {
    const constraints = [{ contextName: "organizationId", operator: "IN", values: ["41"] }];
    const strategy = { name: "flexibleRollout", parameters: { rollout: "100" }, segments: [3] };
    unleash.flags = [{ name: "import_generation", enabled: true, strategies: [strategy] }];
    unleash.segments = [{ id: 3, constraints }];
    const flags = open();
    await flags.ready(5_000);
    expect(flags.isEnabled("import_generation", { organizationId })).toBe(true);
    expect(flags.isEnabled("import_generation", { organizationId: 42 })).toBe(false);

    unleash.segments = [];
    await eventually(() => expect(flags.isEnabled("import_generation", { organizationId })).toBe(false));
  });

  it("asks with an entity tag, so that an unchanged answer is empty", async () => {
    const flags = open();
    await eventually(() => expect(unleash.answers.slice(0, 3)).toEqual([200, 304, 304]));
    expect(flags.status()).toMatchObject({ configured: true, connected: true, lastError: null });
    expect(flags.status().lastFetchAt).toBeInstanceOf(Date);
  });

  it("uses the fallback for a flag that Unleash does not know", async () => {
    unleash.flags = [servedFlag("import_generation", true)];
    const flags = open();
    await flags.ready(5_000);
    expect(flags.snapshot(someone)).toEqual({
      import_generation: { enabled: true, source: "unleash" },
      validate_llm_response: { enabled: true, source: "fallback" },
      maintenance_mode: { enabled: false, source: "fallback" },
    });
  });

  it("reads the operator's message from the variant of maintenance_mode", async () => {
    const value = JSON.stringify({ message: "Back at noon", retryAfterSeconds: 900 });
    const variants = [
      { name: "notice", weight: 1000, stickiness: "default", payload: { type: "json", value } },
    ];
    const strategy = { name: "flexibleRollout", parameters: { rollout: "100", groupId: "m" }, variants };
    unleash.flags = [{ name: "maintenance_mode", enabled: false, strategies: [strategy] }];
    const flags = open();
    await flags.ready(5_000);
    expect(flags.maintenance()).toEqual({ on: false });

    unleash.flags = [{ name: "maintenance_mode", enabled: true, strategies: [strategy] }];
    await eventually(() =>
      expect(flags.maintenance()).toEqual({ on: true, message: "Back at noon", retryAfterSeconds: 900 }),
    );
  });
});

describe("while Unleash does not answer", () => {
  it("imports nothing and validates everything when it has never been reached", async () => {
    await unleash.stop();
    const flags = open();
    expect(await flags.ready(50)).toBe(false);
    expect(flags.isEnabled("import_generation", someone)).toBe(false);
    expect(flags.isEnabled("validate_llm_response", someone)).toBe(true);
    expect(flags.maintenance()).toEqual({ on: false });
    await eventually(() => expect(flags.status().lastError).toContain("ECONNREFUSED"));
    expect(flags.status()).toMatchObject({ connected: false, lastFetchAt: null });
  });

  it("uses the fallbacks it was given when it has never been reached, but turns no import on", () => {
    const flags = open({ fallbacks: { import_generation: true, validate_llm_response: false } });
    expect(flags.snapshot()).toEqual({
      import_generation: { enabled: false, source: "fallback" },
      validate_llm_response: { enabled: false, source: "fallback" },
      maintenance_mode: { enabled: false, source: "fallback" },
    });
  });

  it("keeps the last values through an outage, and follows again afterwards", async () => {
    unleash.flags = [servedFlag("import_generation", true), servedFlag("validate_llm_response", false)];
    const flags = open();
    await flags.ready(5_000);
    await unleash.stop();
    await eventually(() => expect(flags.status().connected).toBe(false));
    expect(flags.snapshot(someone)).toMatchObject({
      import_generation: { enabled: true, source: "last-known" },
      validate_llm_response: { enabled: false, source: "last-known" },
    });

    unleash.flags = [servedFlag("import_generation", false), servedFlag("validate_llm_response", true)];
    await unleash.start();
    await eventually(() => expect(flags.isEnabled("import_generation", someone)).toBe(false));
    expect(flags.status()).toMatchObject({ connected: true, lastError: null });
  });

  it.each([401, 403, 404, 429, 500, 503])(
    "goes on asking after a %i, with the last values",
    async (status) => {
      unleash.flags = [servedFlag("import_generation", true)];
      const flags = open();
      await flags.ready(5_000);
      unleash.failure = { status, body: "{}" };
      await eventually(() => expect(flags.status().lastError).toBe(`Unleash answered ${status}`));
      expect(flags.isEnabled("import_generation", someone)).toBe(true);

      unleash.flags = [servedFlag("import_generation", false)];
      unleash.failure = null;
      await eventually(() => expect(flags.isEnabled("import_generation", someone)).toBe(false));
    },
  );

  it.each(["<html>", "{}", '{"features": [{"name": "import_generation"}]}'])(
    "keeps the last values when the answer is %s",
    async (body) => {
      unleash.flags = [servedFlag("import_generation", true)];
      const flags = open();
      await flags.ready(5_000);
      unleash.failure = { status: 200, body };
      await eventually(() => expect(flags.status().connected).toBe(false));
      expect(flags.isEnabled("import_generation", someone)).toBe(true);
    },
  );

  it("refuses a token of somebody else without turning anything on", async () => {
    unleash.flags = [servedFlag("import_generation", true)];
    const flags = open({ token: "default:development.other" });
    await eventually(() => expect(flags.status().lastError).toBe("Unleash answered 401"));
    expect(flags.isEnabled("import_generation", someone)).toBe(false);
  });

  it("can be closed while a request runs", async () => {
    const flags = open();
    await flags.close();
    expect(flags.status().lastError).toBe(null);
    expect(flags.isEnabled("validate_llm_response", someone)).toBe(true);
  });
});

describe("started again while Unleash is dead", () => {
  async function runOnceWith(names: Parameters<typeof servedFlag>[]) {
    unleash.flags = names.map((flag) => servedFlag(...flag));
    const flags = open();
    await flags.ready(5_000);
    await flags.close();
    await unleash.stop();
  }

  it("has the last known values before anything else, and prefers them to the fallbacks", async () => {
    await runOnceWith([
      ["import_generation", true, [organizationId]],
      ["validate_llm_response", false],
    ]);
    const flags = open({ fallbacks: { import_generation: false, validate_llm_response: true } });
    expect(flags.snapshot({ organizationId })).toEqual({
      import_generation: { enabled: true, source: "last-known" },
      validate_llm_response: { enabled: false, source: "last-known" },
      maintenance_mode: { enabled: false, source: "fallback" },
    });
    expect(flags.isEnabled("import_generation", { organizationId: 42 })).toBe(false);
  });

  it("does not turn on an import that was off, whatever the fallback says", async () => {
    await runOnceWith([["import_generation", false]]);
    expect(open({ fallbacks: { import_generation: true } }).isEnabled("import_generation", someone)).toBe(
      false,
    );
  });

  it("does not use what another environment said", async () => {
    await runOnceWith([["import_generation", true]]);
    const flags = open({ environment: "production" });
    expect(flags.snapshot(someone).import_generation).toEqual({ enabled: false, source: "fallback" });
  });

  it("starts with the fallbacks and says why when the kept file is broken", async () => {
    await runOnceWith([["import_generation", true]]);
    const [file] = await readdir(backupDirectory);
    await writeFile(join(backupDirectory, String(file)), '{"features": [');
    const log = { info: vi.fn(), warn: vi.fn() };
    expect(open({ log }).isEnabled("import_generation", someone)).toBe(false);
    expect(log.warn).toHaveBeenCalledWith(expect.anything(), "the file of last known flags cannot be used");
  });
});

it("goes on when the last known values cannot be kept", async () => {
  const log = { info: vi.fn(), warn: vi.fn() };
  const notADirectory = join(backupDirectory, "file");
  await writeFile(notADirectory, "");
  unleash.flags = [servedFlag("import_generation", true)];
  const flags = open({ log, backupDirectory: notADirectory });
  await eventually(() =>
    expect(log.warn).toHaveBeenCalledWith(
      expect.anything(),
      "the file of last known flags cannot be written",
    ),
  );
  expect(flags.isEnabled("import_generation", someone)).toBe(true);
});

describe("without Unleash", () => {
  it("answers with the fallbacks and asks nobody", async () => {
    const flags = open({ url: undefined, fallbacks: { import_generation: true } });
    expect(await flags.ready(5_000)).toBe(false);
    expect(flags.status()).toEqual({
      configured: false,
      connected: false,
      lastFetchAt: null,
      lastError: null,
    });
    expect(flags.snapshot(someone)).toEqual({
      import_generation: { enabled: true, source: "fallback" },
      validate_llm_response: { enabled: true, source: "fallback" },
      maintenance_mode: { enabled: false, source: "fallback" },
    });
    expect(unleash.requests).toEqual([]);
  });

  it("does not start with an address that is none, or without a token", () => {
    expect(() => open({ url: "localhost:4242" })).toThrow("not an address of Unleash: localhost:4242");
    expect(() => open({ token: undefined })).toThrow("flags from Unleash need a token");
  });
});
