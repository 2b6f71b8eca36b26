import type { Logger, Metrics } from "@vivero/service-kit";
import { createMiddleware } from "hono/factory";
import type { GatewayVariables } from "../app.ts";

/** One log line and one measurement for each request: which operation, by whom, how it ended, how long it took. */
export function observeRequests(log: Logger, metrics: Metrics) {
  const duration = metrics.histogram("http_request_duration_seconds", "Time of an HTTP request.", [
    "route",
    "status",
  ]);
  return createMiddleware<GatewayVariables>(async (c, next) => {
    const stop = duration.startTimer();
    await next();
    const route = c.get("route");
    const seconds = stop({ route: route ?? "other", status: String(c.res.status) });
    const actor = c.get("actor");
    const fields = {
      requestId: c.get("requestId"),
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      durationMs: Math.round(seconds * 1_000),
      ...(actor ? { organizationId: actor.organizationId, userId: actor.userId } : {}),
    };
    // Probes come every few seconds; they would bury the rest.
    log[route ? "info" : "debug"](fields, "request");
  });
}
