import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findPostgresTools } from "./postgres-tools.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "vivero-tools-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function install(name: string, version: string): Promise<string> {
  const directory = path.join(folder, name, "bin");
  await mkdir(directory, { recursive: true });
  for (const program of ["pg_dump", "pg_restore", "psql"]) {
    const file = path.join(directory, program);
    await writeFile(file, `#!/bin/sh\necho "${program} (PostgreSQL) ${version}"\n`);
    await chmod(file, 0o755);
  }
  return directory;
}

const nowhere = { searchPath: "", usualPlaces: [] };

it("takes the server's own version before a newer one, wherever it lies", async () => {
  const newest = await install("17", "17.2");
  const own = await install("15", "15.18 (Debian 15.18-0+deb12u1)");
  const places = { searchPath: newest, usualPlaces: [path.join(folder, "*", "bin")] };
  expect(await findPostgresTools(15, places)).toMatchObject({ directory: own, major: 15 });
  expect(await findPostgresTools(16, places)).toMatchObject({ directory: newest, major: 17 });
});

it("takes PG_BIN and nothing else when it is set", async () => {
  const own = await install("15", "15.18");
  const chosen = await install("16", "16.1");
  expect(await findPostgresTools(15, { directory: chosen, searchPath: own })).toMatchObject({
    directory: chosen,
  });
});

it("says what is too old, and what is not there", async () => {
  const old = await install("14", "14.9");
  await expect(findPostgresTools(15, { ...nowhere, searchPath: old })).rejects.toThrow(
    /is of version 14; .*needs version 15/,
  );
  await expect(findPostgresTools(15, nowhere)).rejects.toThrow(/There is no pg_dump/);
  await expect(findPostgresTools(15, { directory: folder })).rejects.toThrow(/in PG_BIN/);
});
