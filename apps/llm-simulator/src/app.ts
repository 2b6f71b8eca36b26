import { createHash, timingSafeEqual } from "node:crypto";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono } from "hono";
import { adminRoutes } from "./admin/admin-routes.ts";
import { answerChat, type SimulatorParts } from "./protocol/chat-completions.ts";
import { ProviderError } from "./protocol/provider-error.ts";

/** The models that `GET /v1/models` lists; any other name is answered just the same. */
const MODELS = ["vivero-simulator"];

const digest = (text: string) => createHash("sha256").update(text).digest();

/** @throws ProviderError 401 unless the header carries the key. */
function checkKey(authorization: string | undefined, key: string): void {
  const given = /^Bearer (.+)$/.exec(authorization ?? "")?.[1] ?? "";
  if (timingSafeEqual(digest(given), digest(key))) return;
  const message = given === "" ? "You didn't provide an API key." : "Incorrect API key provided.";
  throw new ProviderError(401, message, { type: "invalid_request_error", code: "invalid_api_key" });
}

function errorResponse(error: ProviderError): Response {
  const headers = error.retryAfter === null ? undefined : { "retry-after": error.retryAfter };
  return Response.json(error.body, { status: error.status, ...(headers ? { headers } : {}) });
}

/**
 * The HTTP interface. It needs Node's own request and response, so it answers over a real connection only.
 * @param apiKey when set, `/v1` and `/simulator` want it as bearer token.
 */
export function createApp(parts: SimulatorParts, apiKey: string | null): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  for (const guarded of ["/v1/*", "/simulator/*"]) {
    app.use(guarded, async (context, next) => {
      if (apiKey !== null) checkKey(context.req.header("authorization"), apiKey);
      await next();
    });
  }
  app.get("/healthz", (context) => context.json({ status: "ok" }));
  app.get("/v1/models", (context) =>
    context.json({
      object: "list",
      data: MODELS.map((id) => ({ id, object: "model", created: 0, owned_by: "vivero" })),
    }),
  );
  app.post("/v1/chat/completions", async (context) => {
    const { incoming, outgoing } = context.env;
    await answerChat(parts, { request: context.req.raw, incoming, outgoing });
    return RESPONSE_ALREADY_SENT;
  });
  app.route("/simulator", adminRoutes(parts));
  app.notFound((context) =>
    errorResponse(
      new ProviderError(404, `Unknown request URL: ${context.req.method} ${context.req.path}.`, {
        type: "invalid_request_error",
        code: "unknown_url",
      }),
    ),
  );
  app.onError((error) => {
    if (error instanceof ProviderError) return errorResponse(error);
    process.stderr.write(
      `${JSON.stringify({ level: "error", message: error.message, stack: error.stack })}\n`,
    );
    return errorResponse(new ProviderError(500, "The simulator itself failed.", { type: "server_error" }));
  });
  return app;
}
