import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OpenGateway, openGateway } from "./open-gateway.ts";

const SCRIPT = "console.log(1);".repeat(100);

let directory: string;
let gateway: OpenGateway;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "vivero-web-"));
  await mkdir(path.join(directory, "assets"));
  await mkdir(path.join(directory, ".vite"));
  await writeFile(path.join(directory, "index.html"), '<html><meta nonce="CSP_NONCE"></html>');
  await writeFile(path.join(directory, "favicon.svg"), "<svg/>");
  await writeFile(path.join(directory, ".vite/manifest.json"), "{}");
  const script = path.join(directory, "assets/main-1a2b3c.js");
  await writeFile(script, SCRIPT);
  await writeFile(`${script}.br`, brotliCompressSync(SCRIPT));
  await writeFile(`${script}.gz`, gzipSync(SCRIPT));
  gateway = await openGateway({ webDirectory: directory });
});
afterAll(async () => {
  await gateway.close();
  await rm(directory, { recursive: true, force: true });
});

const navigate = (url: string) => fetch(gateway.url + url, { headers: { accept: "text/html,*/*" } });

describe("the web UI", () => {
  it("is at / and at every path that only the page knows, anew each time", async () => {
    for (const url of ["/", "/index.html", "/scenarios/7?focus=3", "/sign-in?error=ACCESS_DENIED"]) {
      const answer = await navigate(url);
      expect(answer.status, url).toBe(200);
      expect(answer.headers.get("content-type")).toMatch(/^text\/html/);
      expect(answer.headers.get("cache-control")).toBe("no-cache");
    }
  });

  it("runs no script from elsewhere or inline, and styles of its own by a nonce that is new each time", async () => {
    const [first, second] = [await navigate("/"), await navigate("/")];
    const policy = String(first.headers.get("content-security-policy"));
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    expect(await first.text()).toContain(`nonce="${nonce}"`);
    expect(second.headers.get("content-security-policy")).not.toBe(policy);
  });

  it("sends hashed files compressed as they were built, to be kept for a year", async () => {
    for (const encoding of ["br", "gzip", undefined]) {
      const answer = await fetch(`${gateway.url}/assets/main-1a2b3c.js`, {
        headers: { "accept-encoding": encoding ? `${encoding}, deflate` : "identity" },
      });
      expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
      expect(answer.headers.get("content-encoding")).toBe(encoding ?? null);
      expect(await answer.text()).toBe(SCRIPT);
    }
    expect((await fetch(`${gateway.url}/favicon.svg`)).headers.get("cache-control")).toBe("no-cache");
  });

  it("hides no mistake: an unknown path of the API, of the build or of a program is a problem", async () => {
    for (const url of ["/api/none", "/api/strategic-planning/none", "/auth/none", "/assets/gone-1.js"]) {
      const answer = await navigate(url);
      expect(answer.status, url).toBe(404);
      expect(await answer.json()).toMatchObject({ code: "NOT_FOUND" });
    }
    expect((await fetch(`${gateway.url}/scenarios`)).status).toBe(404);
    for (const url of ["/.vite/manifest.json", "/..%2fpackage.json", "/assets/..%2f..%2fpackage.json"])
      expect((await fetch(gateway.url + url)).status, url).toBe(404);
  });

  it("loads while maintenance is on, when the API answers 503", async () => {
    gateway.flags.set("maintenance_mode", true);
    expect((await navigate("/scenarios")).status).toBe(200);
    expect((await gateway.fetch("/scenario-generations")).status).toBe(503);
    gateway.flags.set("maintenance_mode", false);
  });

  it("leaves the answers of the API their own policy", async () => {
    const answer = await gateway.fetch("/scenario-generations/abc");
    expect(answer.headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
  });
});
