import type { AnyTRPCRouter, inferRouterContext } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { type CallContext, ViveroError } from "@vivero/contracts";
import { Hono } from "hono";
import { mountHealth, type Readiness } from "./health.ts";
import type { Logger } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import { readServiceToken } from "./service-token.ts";

/** What a service's HTTP application is made of. */
export interface ServiceAppOptions<R extends AnyTRPCRouter> {
  readonly service: string;
  readonly router: R;
  readonly tokenSecret: string;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
}

/** Problems of the caller are told to the caller; only our own go to the log as errors. */
function logFailure(
  log: Logger,
  path: string | undefined,
  context: CallContext | undefined,
  error: Error,
): void {
  const cause = error.cause ?? error;
  const expected = cause instanceof ViveroError && cause.code !== "INTERNAL";
  const fields = {
    procedure: path,
    requestId: context?.requestId,
    organizationId: context?.actor.organizationId,
  };
  if (expected) log.info({ ...fields, code: cause.code }, cause.message);
  else log.error({ ...fields, err: cause }, "procedure failed");
}

/** The HTTP application of a service: its tRPC router under `/trpc`, for holders of a service token, and its health. */
export function createServiceApp<R extends AnyTRPCRouter>(options: ServiceAppOptions<R>): Hono {
  const app = new Hono();
  const duration = options.metrics.histogram("procedure_duration_seconds", "Time of a tRPC call.", [
    "procedure",
    "status",
  ]);
  mountHealth(app, options);
  app.all("/trpc/*", async (c) => {
    const stop = duration.startTimer();
    const response = await fetchRequestHandler({
      endpoint: "/trpc",
      allowMethodOverride: true,
      req: c.req.raw,
      router: options.router,
      createContext: async ({ req }) =>
        (await readServiceToken(
          options.tokenSecret,
          req.headers.get("authorization"),
        )) as inferRouterContext<R>,
      onError: ({ path, ctx, error }) => logFailure(options.log, path, ctx as CallContext | undefined, error),
    });
    // Paths of strangers must not become labels.
    const known = response.status !== 401 && response.status !== 404;
    stop({
      procedure: known ? c.req.path.slice("/trpc/".length) : "unknown",
      status: String(response.status),
    });
    return response;
  });
  return app;
}
