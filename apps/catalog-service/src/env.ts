import { describeSettings, readEnvironment } from "@vivero/service-kit";
import { type Static, Type } from "typebox";

const EnvironmentSchema = Type.Object({
  PORT: Type.Integer({ default: 8082, minimum: 0, maximum: 65_535, description: "the port to listen on" }),
  HOST: Type.String({ default: "127.0.0.1", description: "the address to listen on" }),
  LOG_LEVEL: Type.String({ default: "info", description: "trace, debug, info, warn, error or fatal" }),
  DATABASE_URL: Type.String({
    minLength: 1,
    description: "PostgreSQL with the schemas catalog and catalog_queue, as the role catalog_service",
  }),
  DATABASE_POOL_SIZE: Type.Integer({
    default: 10,
    minimum: 2,
    maximum: 100,
    description: "the most connections, beside the job queue's three",
  }),
  SERVICE_TOKEN_SECRET: Type.String({
    minLength: 32,
    description: "shared by the services, 32 characters or more",
  }),
  GENERATION_SERVICE_URL: Type.String({ format: "uri", description: "where generation-service answers" }),
});

/** What `--help` says. */
export const HELP = describeSettings(
  "catalog-service",
  "keeps what incubates and the live catalog",
  EnvironmentSchema,
);

/** The settings of catalog-service. */
export type Environment = Static<typeof EnvironmentSchema>;

/** Reads and checks them; throws a ConfigurationError of one sentence. */
export const readCatalogEnvironment = (source: NodeJS.ProcessEnv = process.env): Environment =>
  readEnvironment(EnvironmentSchema, source);
