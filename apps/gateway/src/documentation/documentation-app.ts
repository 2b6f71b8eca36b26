import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { type AnswerLimits, scenarioAnswerSchema } from "@vivero/contracts";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import type { Endpoint } from "../http/endpoint.ts";
import { openApiDocument } from "./openapi.ts";

const assets = path.dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
const ASSET_TYPES = {
  "swagger-ui.css": "text/css",
  "swagger-ui-bundle.js": "text/javascript",
  "favicon-32x32.png": "image/png",
} as const;

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Vivero API</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="api"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const START = `SwaggerUIBundle({ url: "/openapi.json", dom_id: "#api", deepLinking: true, docExpansion: "list", persistAuthorization: false });
`;

/** Swagger UI sets styles inline and draws with data URLs; nothing comes from elsewhere. */
const pageHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", "data:"],
    objectSrc: ["'none'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: "no-referrer",
});

/** What the API says of itself, open to everybody: OpenAPI, a page to read it, the schema of a scenario's answer. */
export function documentationApp(
  prefix: string,
  endpoints: readonly Endpoint[],
  limits?: AnswerLimits,
): Hono {
  const app = new Hono();
  const openApi = openApiDocument(prefix, endpoints);
  const answerSchema = scenarioAnswerSchema(limits);
  app.get("/openapi.json", (c) => c.json(openApi));
  app.get("/api/schemas/scenario-answer.json", (c) =>
    c.body(JSON.stringify(answerSchema), 200, { "content-type": "application/schema+json" }),
  );
  app.use("/docs", pageHeaders);
  app.use("/docs/*", pageHeaders);
  app.get("/docs", (c) => c.html(PAGE));
  app.get("/docs/start.js", (c) => c.body(START, 200, { "content-type": "text/javascript" }));
  for (const [file, type] of Object.entries(ASSET_TYPES)) {
    app.get(`/docs/${file}`, async (c) =>
      c.body(new Uint8Array(await readFile(path.join(assets, file))), 200, {
        "content-type": type,
        "cache-control": "public, max-age=86400",
      }),
    );
  }
  return app;
}
