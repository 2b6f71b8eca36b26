import { existsSync } from "node:fs";
import path from "node:path";
import { createFlags, safeFallbacks } from "@vivero/flags";
import { ConfigurationError, createMetrics, type Logger, listen } from "@vivero/service-kit";
import { createRateLimit } from "./access/rate-limit.ts";
import { createGateway } from "./app.ts";
import type { Environment } from "./env.ts";
import { createInstallation, unleashPage } from "./operations/installation.ts";
import { createServices } from "./services.ts";
import { createSignIn } from "./session/create-sign-in.ts";

/** A service is reachable when its process answers; whether it is ready is its own to say. */
async function reach(url: string): Promise<void> {
  const answer = await fetch(new URL("/healthz", url));
  if (!answer.ok) throw new Error(`status ${answer.status}`);
}

/** The pages, which must have been built; a gateway that serves none although it should must not start. */
function builtPages(directory: string | undefined): string | undefined {
  if (directory === undefined) return undefined;
  const absolute = path.resolve(directory);
  if (existsSync(path.join(absolute, "index.html"))) return absolute;
  throw new ConfigurationError(
    "The settings do not hold: WEB_DIRECTORY has no index.html (build the pages with `npm run build -w @vivero/web`).",
  );
}

/** Builds the gateway from its settings and opens its port. */
export async function startGateway(environment: Environment, log: Logger) {
  log.level = environment.LOG_LEVEL;
  const flags = createFlags({
    appName: "gateway",
    url: environment.UNLEASH_URL,
    token: environment.UNLEASH_API_TOKEN,
    environment: environment.UNLEASH_ENVIRONMENT,
    refreshIntervalMs: environment.UNLEASH_REFRESH_MS,
    backupDirectory: environment.FLAGS_DIRECTORY,
    fallbacks: safeFallbacks,
    log,
  });
  const signIn = createSignIn(environment);
  const app = createGateway({
    ...signIn,
    installation: createInstallation({
      flags,
      unleashUrl: unleashPage(environment.UNLEASH_URL, environment.UNLEASH_UI_URL),
      version: environment.VIVERO_VERSION ?? null,
      provider: signIn.browserSignIn?.provider,
      services: {
        "generation-service": environment.GENERATION_SERVICE_URL,
        "catalog-service": environment.CATALOG_SERVICE_URL,
      },
    }),
    environment: environment.VIVERO_ENVIRONMENT,
    rateLimit: createRateLimit(environment.RATE_LIMIT_PER_MINUTE),
    flags,
    services: createServices({
      generationUrl: environment.GENERATION_SERVICE_URL,
      catalogUrl: environment.CATALOG_SERVICE_URL,
      tokenSecret: environment.SERVICE_TOKEN_SECRET,
      timeoutMs: environment.SERVICE_TIMEOUT_MS,
    }),
    readiness: {
      generationService: () => reach(environment.GENERATION_SERVICE_URL),
      catalogService: () => reach(environment.CATALOG_SERVICE_URL),
    },
    log,
    metrics: createMetrics("gateway"),
    bodyLimitBytes: environment.BODY_LIMIT_BYTES,
    requestTimeoutMs: environment.REQUEST_TIMEOUT_MS,
    maintenanceBypassSecret: environment.MAINTENANCE_BYPASS_SECRET,
    webDirectory: builtPages(environment.WEB_DIRECTORY),
  });
  await flags.ready(2_000);
  const server = await listen({ app, port: environment.PORT, hostname: environment.HOST });
  log.info({ url: server.url }, "listening");
  return {
    url: server.url,
    close: async () => {
      await server.close();
      await flags.close();
    },
  };
}
