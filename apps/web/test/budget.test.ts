import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { afterAll, beforeAll, expect, it, vi } from "vitest";

const MOST_INITIAL_BYTES = 220_000;
const root = path.join(import.meta.dirname, "..");
let output: string;

beforeAll(async () => {
  // The build sets it for itself, also when a test begins it.
  vi.stubEnv("NODE_ENV", "test");
  output = await mkdtemp(path.join(tmpdir(), "vivero-web-"));
  await build({ root, logLevel: "error", build: { outDir: output, emptyOutDir: true } });
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(output, { recursive: true, force: true });
});

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

async function manifest(): Promise<Record<string, Chunk>> {
  return JSON.parse(await readFile(path.join(output, ".vite/manifest.json"), "utf8"));
}

it("needs at most 220 KB of JavaScript, compressed, before the first page can be fetched", async () => {
  const chunks = await manifest();
  const seen = new Set<string>();
  const visit = (name: string) => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const next of chunks[name]?.imports ?? []) visit(next);
  };
  visit("index.html");
  const files = [...seen].map((name) => chunks[name]?.file ?? "").filter((file) => file.endsWith(".js"));
  const sizes = await Promise.all(
    files.map(async (file) => gzipSync(await readFile(path.join(output, file))).length),
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_INITIAL_BYTES);
});

it("keeps every page, the validator and the reader of answers out of the first load", async () => {
  const pages = Object.keys(await manifest()).filter((name) => /pages\/.*Page\.tsx$/.test(name));
  expect(pages.length).toBeGreaterThan(7);
  const index = await readFile(path.join(output, "index.html"), "utf8");
  expect(index).not.toMatch(/Page-/);
  const first = [...index.matchAll(/\/(assets\/[^"]+\.js)/g)].map(([, file]) => file as string);
  for (const file of first) {
    expect(await readFile(path.join(output, file), "utf8")).not.toMatch(/ajv|byte_order_mark_removed/);
  }
});

it("has no inline script and names its files by their content", async () => {
  const index = await readFile(path.join(output, "index.html"), "utf8");
  expect(index).not.toMatch(/<script(?![^>]*src=)/);
  expect(index).not.toMatch(/ on\w+=|javascript:/);
  const files = Object.values(await manifest()).map(({ file }) => file);
  expect(files.filter((file) => !/-[\w-]{8}\.\w+$/.test(file))).toEqual([]);
});
