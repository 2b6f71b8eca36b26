import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sourceHash } from "./source-hash.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "vivero-sources-"));
  await mkdir(path.join(root, "src/deep"), { recursive: true });
  await writeFile(path.join(root, "src/deep/a.ts"), "one");
  await writeFile(path.join(root, "index.html"), "two");
});
afterAll(() => rm(root, { recursive: true, force: true }));

const hash = () => sourceHash(root, ["src", "index.html"]);

describe("the hash of sources", () => {
  it("follows contents and names, not times", async () => {
    const before = await hash();
    await utimes(path.join(root, "index.html"), 0, 0);
    expect(await hash()).toBe(before);
    await writeFile(path.join(root, "src/deep/a.ts"), "three");
    const changed = await hash();
    expect(changed).not.toBe(before);
    await writeFile(path.join(root, "src/deep/a.ts"), "one");
    expect(await hash()).toBe(before);
    await writeFile(path.join(root, "src/b.ts"), "");
    expect(await hash()).not.toBe(before);
  });
});
