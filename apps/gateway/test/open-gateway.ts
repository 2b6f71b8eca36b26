import { createServer } from "node:http";
import {
  type CatalogApi,
  createCatalogRouter,
  createGenerationRouter,
  type GenerationApi,
  type Role,
} from "@vivero/contracts";
import { createFakeFlags, type FakeFlags } from "@vivero/flags";
import { createLogger, createMetrics, createServiceApp, listen } from "@vivero/service-kit";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { createAuthenticate } from "../src/access/authenticate.ts";
import { createRateLimit } from "../src/access/rate-limit.ts";
import { createGateway } from "../src/app.ts";
import { createInstallation } from "../src/operations/installation.ts";
import { createServices } from "../src/services.ts";
import type { BrowserSignIn } from "../src/session/session-app.ts";

const tokenSecret = "the services of the tests share this one";
const issuer = "https://identity.test";
const audience = "vivero";
const log = createLogger({ service: "test", level: "silent" });

const everyday: Role[] = ["planner", "reviewer", "auditor"];

/** What a test gives: the live parts of the two services, and settings that matter to it. */
export interface Given {
  generation?: Partial<GenerationApi>;
  catalog?: Partial<CatalogApi>;
  perMinute?: number;
  bodyLimitBytes?: number;
  requestTimeoutMs?: number;
  browserSignIn?: BrowserSignIn;
  webDirectory?: string;
}

/** A gateway on a port of its own, in front of two services whose HTTP is real. */
export interface OpenGateway {
  readonly url: string;
  readonly flags: FakeFlags;
  /** A bearer token of user 7, of organization 3 unless said otherwise. */
  token(roles: Role[], claims?: Record<string, unknown>): Promise<string>;
  /** A token with anything in it, signed by the provider or by a stranger. */
  sign(
    claims: Record<string, unknown>,
    options?: { stranger?: boolean; expiresIn?: string },
  ): Promise<string>;
  fetch(path: string, init?: RequestInit & { roles?: Role[] }): Promise<Response>;
  stopCatalog(): Promise<void>;
  close(): Promise<void>;
}

async function startIdentityProvider() {
  const { publicKey, privateKey } = await generateKeyPair("ES256");
  const stranger = await generateKeyPair("ES256");
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: "1", alg: "ES256" }] });
  const server = createServer((_, response) => response.end(keys));
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  const { port } = server.address() as { port: number };
  return { jwksUrl: `http://127.0.0.1:${port}/keys`, privateKey, strangersKey: stranger.privateKey, server };
}

async function startService(service: string, router: Parameters<typeof createServiceApp>[0]["router"]) {
  const app = createServiceApp({
    service,
    router,
    tokenSecret,
    log,
    metrics: createMetrics(service),
    readiness: {},
  });
  return await listen({ app, port: 0 });
}

/** Opens everything; the test closes it. */
export async function openGateway(given: Given = {}): Promise<OpenGateway> {
  const provider = await startIdentityProvider();
  const generation = await startService(
    "generation-service",
    createGenerationRouter((given.generation ?? {}) as GenerationApi),
  );
  const catalog = await startService(
    "catalog-service",
    createCatalogRouter((given.catalog ?? {}) as CatalogApi),
  );
  const flags = createFakeFlags();
  const app = createGateway({
    authenticate: createAuthenticate({ jwksUrl: async () => provider.jwksUrl, issuer, audience }),
    environment: "development",
    browserSignIn: given.browserSignIn,
    webDirectory: given.webDirectory,
    installation: createInstallation({
      flags,
      unleashUrl: "http://unleash.test",
      version: "1.2.3",
      provider: given.browserSignIn?.provider,
      services: { "generation-service": generation.url, "catalog-service": catalog.url },
    }),
    rateLimit: createRateLimit(given.perMinute ?? 10_000),
    flags,
    services: createServices({
      generationUrl: generation.url,
      catalogUrl: catalog.url,
      tokenSecret,
      timeoutMs: 5_000,
    }),
    readiness: { generationService: async () => true },
    log,
    metrics: createMetrics("gateway"),
    bodyLimitBytes: given.bodyLimitBytes ?? 100_000,
    requestTimeoutMs: given.requestTimeoutMs ?? 5_000,
    maintenanceBypassSecret: "let the operator through",
  });
  const server = await listen({ app, port: 0 });

  const sign: OpenGateway["sign"] = (claims, options = {}) =>
    new SignJWT({ iss: issuer, aud: audience, ...claims })
      .setProtectedHeader({ alg: "ES256", kid: "1" })
      .setExpirationTime(options.expiresIn ?? "5m")
      .sign(options.stranger ? provider.strangersKey : provider.privateKey);
  const token: OpenGateway["token"] = (roles, claims = {}) =>
    sign({ sub: "7", organization_id: 3, roles, ...claims });

  return {
    url: server.url,
    flags,
    sign,
    token,
    fetch: async (path, { roles = everyday, ...init } = {}) => {
      const headers = new Headers(init.headers);
      if (!headers.has("authorization")) headers.set("authorization", `Bearer ${await token(roles)}`);
      if (init.body !== undefined && !headers.has("content-type"))
        headers.set("content-type", "application/json");
      return await fetch(`${server.url}/api/strategic-planning${path}`, { ...init, headers });
    },
    stopCatalog: () => catalog.close(0),
    close: async () => {
      for (const { close } of [server, generation, catalog]) await close(0);
      provider.server.close();
      provider.server.closeAllConnections();
    },
  };
}
