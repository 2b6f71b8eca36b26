import { readEnvironment } from "@vivero/service-kit";
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
  AUTH_JWKS_URL: url("where the identity provider publishes its keys"),
  AUTH_ISSUER: Type.String({ minLength: 1, description: "the `iss` that bearer tokens must carry" }),
  AUTH_AUDIENCE: Type.String({ minLength: 1, description: "the `aud` that bearer tokens must carry" }),
  SERVICE_TOKEN_SECRET: Type.String({
    minLength: 32,
    description: "shared by the services, 32 characters or more",
  }),
  GENERATION_SERVICE_URL: url("where generation-service answers"),
  CATALOG_SERVICE_URL: url("where catalog-service answers"),
  UNLEASH_URL: Type.Optional(url("the API of Unleash, ending in /api")),
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

/** The gateway's settings. */
export type Environment = Static<typeof EnvironmentSchema>;

/** Reads and checks them; throws a ConfigurationError of one sentence. */
export const readGatewayEnvironment = (source: NodeJS.ProcessEnv = process.env): Environment =>
  readEnvironment(EnvironmentSchema, source);
