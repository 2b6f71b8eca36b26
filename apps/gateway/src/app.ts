import { getConnInfo } from "@hono/node-server/conninfo";
import { type Actor, type Session, ViveroError } from "@vivero/contracts";
import type { Flags } from "@vivero/flags";
import { type Logger, type Metrics, mountHealth, type OnBehalf, type Readiness } from "@vivero/service-kit";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { except } from "hono/combine";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { timeout } from "hono/timeout";
import type { Authenticate } from "./access/authenticate.ts";
import { BYPASS_HEADER, maintenanceApp, refuseDuringMaintenance } from "./access/maintenance.ts";
import type { RateLimit } from "./access/rate-limit.ts";
import { documentationApp } from "./documentation/documentation-app.ts";
import { endpoints, PREFIX } from "./endpoints/index.ts";
import type { Endpoint } from "./http/endpoint.ts";
import { observeRequests } from "./http/observe-requests.ts";
import { asKnownError, problemResponse } from "./http/problem.ts";
import type { Installation } from "./operations/installation.ts";
import type { Services } from "./services.ts";
import { type BrowserSignIn, sessionApp } from "./session/session-app.ts";
import { webApp } from "./web/web-app.ts";

/** What the public door is made of. */
export interface GatewayOptions {
  readonly authenticate: Authenticate;
  /** Absent where nobody can sign in by a browser. */
  readonly browserSignIn?: BrowserSignIn | undefined;
  readonly environment: Session["environment"];
  readonly rateLimit: RateLimit;
  readonly flags: Flags;
  readonly services: (behalf: OnBehalf) => Services;
  readonly installation: Installation;
  readonly readiness: Readiness;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly bodyLimitBytes: number;
  readonly requestTimeoutMs: number;
  readonly maintenanceBypassSecret?: string | undefined;
  /** The built pages; absent where the API stands alone. */
  readonly webDirectory?: string | undefined;
}

/** What a request carries through the gateway. */
export type GatewayVariables = {
  Variables: { requestId: string; actor?: Actor; route?: string; pagePolicy?: string };
};

/** The caller's address counts for those who did not sign in, so that guessing tokens is slow. */
function addressOf(c: Context): string {
  return getConnInfo(c).remote.address ?? "unknown";
}

async function signIn(c: Context<GatewayVariables>, options: GatewayOptions): Promise<Actor> {
  try {
    const authorization = c.req.header("authorization");
    const signedIn = authorization === undefined ? await options.browserSignIn?.sessions.actor(c) : undefined;
    const actor = signedIn ?? (await options.authenticate(authorization));
    c.set("actor", actor);
    await options.rateLimit(`user:${actor.organizationId}:${actor.userId}`);
    return actor;
  } catch (error) {
    if (error instanceof ViveroError && error.code === "UNAUTHENTICATED")
      await options.rateLimit(`address:${addressOf(c)}`);
    throw error;
  }
}

function mount(app: Hono<GatewayVariables>, endpoint: Endpoint, options: GatewayOptions): void {
  const path = `${PREFIX}${endpoint.path}`.replaceAll(/\{(\w+)\}/g, ":$1");
  const isStream = Object.values(endpoint.responses).some(({ contentType }) => contentType !== undefined);
  if (!isStream) app.use(path, timeout(options.requestTimeoutMs));
  app.on(endpoint.method.toUpperCase(), path, async (c) => {
    c.set("route", `${endpoint.method.toUpperCase()} ${endpoint.path}`);
    refuseDuringMaintenance(options.flags, options.maintenanceBypassSecret, c.req.header(BYPASS_HEADER));
    const actor = await signIn(c, options);
    const requestId = c.get("requestId");
    const services = options.services({ actor, requestId });
    return await endpoint.run(c, { actor, requestId, services, installation: options.installation });
  });
}

/** The public HTTP application: the API under {@link PREFIX}, its documentation, its health. */
export function createGateway(options: GatewayOptions): Hono<GatewayVariables> {
  const app = new Hono<GatewayVariables>();
  app.use(requestId({ limitLength: 100 }));
  app.use(observeRequests(options.log, options.metrics));
  // A page has a policy of its own, which must have the last word.
  app.use(async (c, next) => {
    await next();
    const policy = c.get("pagePolicy");
    if (policy) c.header("content-security-policy", policy);
  });
  app.use(
    except(
      ["/docs", "/docs/*"],
      secureHeaders({
        contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
        referrerPolicy: "no-referrer",
      }),
    ),
  );
  app.use(
    bodyLimit({
      maxSize: options.bodyLimitBytes,
      onError: () => {
        throw new ViveroError(
          "PAYLOAD_TOO_LARGE",
          `A request body may hold ${options.bodyLimitBytes} bytes at most.`,
        );
      },
    }),
  );
  mountHealth(app as unknown as Hono, {
    service: "gateway",
    readiness: options.readiness,
    metrics: options.metrics,
  });
  app.route("/", maintenanceApp(options.flags));
  for (const path of ["/auth/sign-in", "/auth/callback"]) {
    app.use(path, async (c, next) => {
      await options.rateLimit(`address:${addressOf(c)}`);
      await next();
    });
  }
  app.route(
    "/",
    sessionApp({ way: options.browserSignIn, environment: options.environment, log: options.log }),
  );
  app.route("/", documentationApp(PREFIX, endpoints));
  for (const endpoint of endpoints) mount(app, endpoint, options);
  if (options.webDirectory) app.route("/", webApp(options.webDirectory));
  app.notFound((c) =>
    problemResponse(
      c,
      new ViveroError("NOT_FOUND", `There is nothing at ${c.req.method} ${c.req.path}; see /docs.`),
      c.get("requestId"),
    ),
  );
  app.onError((error, c) => {
    const known = asKnownError(error);
    if (known.code === "INTERNAL")
      options.log.error({ err: known.cause ?? known, requestId: c.get("requestId") }, "request failed");
    return problemResponse(c, known, c.get("requestId"));
  });
  return app;
}
