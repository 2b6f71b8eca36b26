import { ENVIRONMENTS } from "@vivero/contracts";
import { describeSettings, readEnvironment } from "@vivero/service-kit";
import { type Static, Type } from "typebox";

const url = (description: string) => Type.String({ format: "uri", description });

const EnvironmentSchema = Type.Object({
  PORT: Type.Integer({
    default: 8080,
    minimum: 0,
    maximum: 65_535,
    description: "the port of the public API",
  }),
  HOST: Type.String({ default: "127.0.0.1", description: "the address to listen on" }),
  LOG_LEVEL: Type.String({ default: "info", description: "trace, debug, info, warn, error or fatal" }),
  AUTH_ISSUER: Type.String({
    minLength: 1,
    description: "the identity provider: its issuer URL, from which the rest is discovered",
  }),
  AUTH_JWKS_URL: Type.Optional(url("where the provider publishes its keys, when not discovered")),
  AUTH_TOKEN_ISSUER: Type.Optional(
    Type.String({ description: "the `iss` of bearer tokens, when it is not AUTH_ISSUER" }),
  ),
  AUTH_AUDIENCE: Type.String({ minLength: 1, description: "the `aud` that bearer tokens must carry" }),
  OIDC_CLIENT_ID: Type.Optional(
    Type.String({ description: "this site at the provider; without it only bearer tokens are taken" }),
  ),
  OIDC_CLIENT_SECRET: Type.Optional(
    Type.String({ description: "its secret; absent for a public client, which PKCE protects" }),
  ),
  OIDC_SCOPE: Type.String({ default: "openid profile", description: "what the provider is asked for" }),
  PUBLIC_URL: Type.Optional(url("where browsers reach this site")),
  SESSION_SECRET: Type.Optional(
    Type.String({
      minLength: 32,
      description: "encrypts sessions, the same on every replica, 32 characters or more",
    }),
  ),
  VIVERO_ENVIRONMENT: Type.Enum([...ENVIRONMENTS], {
    default: "development",
    description: "the kind of installation, which the page shows",
  }),
  VIVERO_VERSION: Type.Optional(Type.String({ description: "what runs, for operators" })),
  WEB_DIRECTORY: Type.Optional(Type.String({ description: "the built pages; absent: the API alone" })),
  SERVICE_TOKEN_SECRET: Type.String({
    minLength: 32,
    description: "shared by the services, 32 characters or more",
  }),
  GENERATION_SERVICE_URL: url("where generation-service answers"),
  CATALOG_SERVICE_URL: url("where catalog-service answers"),
  UNLEASH_URL: Type.Optional(url("the API of Unleash, ending in /api")),
  UNLEASH_UI_URL: Type.Optional(
    Type.String({
      format: "uri",
      pattern: "^https?://",
      description: "where operators meet Unleash in a browser, when it is not UNLEASH_URL",
    }),
  ),
  UNLEASH_API_TOKEN: Type.Optional(Type.String({ description: "a backend token of Unleash" })),
  UNLEASH_ENVIRONMENT: Type.String({ default: "development", description: "the environment of Unleash" }),
  UNLEASH_REFRESH_MS: Type.Integer({
    default: 1_000,
    minimum: 100,
    description: "how often flags are fetched",
  }),
  FLAGS_DIRECTORY: Type.Optional(Type.String({ description: "where the last known flags are kept" })),
  MAINTENANCE_BYPASS_SECRET: Type.Optional(
    Type.String({ minLength: 16, description: "lets an operator through while maintenance is on" }),
  ),
  RATE_LIMIT_PER_MINUTE: Type.Integer({
    default: 600,
    minimum: 1,
    description: "requests a minute for each subject",
  }),
  BODY_LIMIT_BYTES: Type.Integer({
    default: 4_000_000,
    minimum: 1_000,
    description: "the largest request body",
  }),
  REQUEST_TIMEOUT_MS: Type.Integer({ default: 35_000, minimum: 100, description: "the longest request" }),
  SERVICE_TIMEOUT_MS: Type.Integer({
    default: 30_000,
    minimum: 100,
    description: "the longest call to a service",
  }),
});

/** What `--help` says. */
export const HELP = describeSettings(
  "gateway",
  "is the one public door: the web UI, the HTTP API, and signing in",
  EnvironmentSchema,
);

/** The gateway's settings. */
export type Environment = Static<typeof EnvironmentSchema>;

/** Reads and checks them; throws a ConfigurationError of one sentence. */
export const readGatewayEnvironment = (source: NodeJS.ProcessEnv = process.env): Environment =>
  readEnvironment(EnvironmentSchema, source);
