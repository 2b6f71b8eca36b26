import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrationUrls } from "./migration-urls.ts";

let folder: string;
let stackFile: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "vivero-stack-"));
  stackFile = join(folder, "stack.json");
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe("migrationUrls", () => {
  it("takes one URL for both schemas, or one for each", async () => {
    expect(await migrationUrls({ MIGRATION_DATABASE_URL: "one", VIVERO_HOME: folder })).toEqual({
      generation: "one",
      catalog: "one",
    });
    const two = { GENERATION_MIGRATION_DATABASE_URL: "g", CATALOG_MIGRATION_DATABASE_URL: "c" };
    expect(await migrationUrls(two)).toEqual({ generation: "g", catalog: "c" });
  });

  it("refuses when only one of two is set, and names the other", async () => {
    const half = { GENERATION_MIGRATION_DATABASE_URL: "g", CATALOG_MIGRATION_DATABASE_URL: "" };
    await expect(migrationUrls(half)).rejects.toThrow("CATALOG_MIGRATION_DATABASE_URL is not set");
  });

  it("falls back to the local stack", async () => {
    await writeFile(stackFile, JSON.stringify({ databaseUrls: { owner: "local" } }));
    expect(await migrationUrls({ VIVERO_HOME: folder })).toEqual({ generation: "local", catalog: "local" });
  });

  it("says what to do when there is no stack, or its file is of no use", async () => {
    await expect(migrationUrls({ VIVERO_HOME: folder })).rejects.toThrow("set MIGRATION_DATABASE_URL");
    for (const text of ["", "null", "{}", '{"databaseUrls":{"owner":1}}']) {
      await writeFile(stackFile, text);
      await expect(migrationUrls({ VIVERO_HOME: folder })).rejects.toThrow("names no databaseUrls.owner");
    }
  });
});
