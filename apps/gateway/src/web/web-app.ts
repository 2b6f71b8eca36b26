import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import { type Context, Hono } from "hono";
import type { GatewayVariables } from "../app.ts";

/** What the build writes where a page's own styles are to carry the nonce of the answer (`html.cspNonce` of Vite). */
const NONCE_PLACEHOLDER = "CSP_NONCE";

/** Paths that are never pages: an unknown one is an error, whatever the browser accepts. */
const NO_PAGES = /^\/(api|auth|assets|docs)(\/|$)|^\/\./;

const YEAR_SECONDS = 31_536_000;

/** Everything from here only; no inline script whatever happens, and styles of the page's own only by nonce. */
function pagePolicy(nonce: string | undefined): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${nonce ? ` 'nonce-${nonce}'` : ""}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

async function page(c: Context<GatewayVariables>, directory: string): Promise<Response> {
  const html = await readFile(path.join(directory, "index.html"), "utf8");
  const nonce = html.includes(NONCE_PLACEHOLDER) ? randomBytes(16).toString("base64") : undefined;
  c.set("pagePolicy", pagePolicy(nonce));
  c.header("cache-control", "no-cache");
  return c.html(nonce ? html.replaceAll(NONCE_PLACEHOLDER, nonce) : html);
}

/**
 * The web UI from its built files: hashed files for a year, compressed as the build left them; the page itself anew each
 * time, for `/` and for every path that only the page knows.
 */
export function webApp(directory: string): Hono<GatewayVariables> {
  const app = new Hono<GatewayVariables>();
  const files = serveStatic<GatewayVariables>({
    root: directory,
    precompressed: true,
    onFound: (found, c) => {
      const hashed = path.relative(directory, found).startsWith(`assets${path.sep}`);
      c.header("cache-control", hashed ? `public, max-age=${YEAR_SECONDS}, immutable` : "no-cache");
    },
  });
  for (const name of ["/", "/index.html"]) app.get(name, (c) => page(c, directory));
  app.get("*", async (c, next) => {
    if (c.req.path.startsWith("/.")) return await next();
    return await files(c, next);
  });
  app.get("*", async (c, next) => {
    const isPage = c.req.header("accept")?.includes("text/html") && !NO_PAGES.test(c.req.path);
    return isPage ? await page(c, directory) : await next();
  });
  return app;
}
