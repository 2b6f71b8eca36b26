import path from "node:path";
import type { DatabaseUrls } from "@vivero/database";
import { type LocalEnvironment, type PortName, type Ports, ROOT } from "../env.ts";
import { LOCAL_CLIENT_ID } from "../identity/local-provider.ts";
import type { LocalProvider } from "../identity/start-local-provider.ts";
import { LOCAL_AUDIENCE, LOCAL_ISSUER } from "../identity/token.ts";
import type { Secrets } from "../secrets.ts";
import type { ProgramOptions } from "./supervised-process.ts";

/** The programs that run as processes of their own, in the order in which they start. */
export const PROGRAM_NAMES = ["unleash", "simulator", "catalog", "generation", "gateway"] as const;
export type ProgramName = (typeof PROGRAM_NAMES)[number];

/** What the programs of one stack have to know of it and of each other. */
export interface Surroundings {
  readonly environment: LocalEnvironment;
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly databases: DatabaseUrls;
  /** The built pages; absent where the API stands alone. */
  readonly webDirectory: string | undefined;
  readonly provider: Pick<LocalProvider, "issuer" | "jwksUrl">;
}

const local = (ports: Ports, name: PortName) => `http://127.0.0.1:${ports[name]}`;

function flagSettings({ ports, secrets, environment }: Surroundings) {
  return {
    UNLEASH_URL: `${local(ports, "unleash")}/api`,
    UNLEASH_API_TOKEN: secrets.unleashBackendToken,
    UNLEASH_REFRESH_MS: "1000",
    FLAGS_DIRECTORY: path.join(environment.home, "flags"),
  };
}

/** Where the model is: the one that the person named, else the simulator. */
function modelSettings({ environment, ports }: Surroundings) {
  const { model } = environment;
  if (!model) return { LLM_BASE_URL: `${local(ports, "simulator")}/v1`, LLM_MODEL: "vivero-simulator" };
  return { LLM_BASE_URL: model.baseUrl, LLM_API_KEY: model.apiKey, LLM_MODEL: model.model };
}

function settingsOf(name: ProgramName, surroundings: Surroundings): Record<string, string | undefined> {
  const { ports, secrets, databases } = surroundings;
  const service = (port: PortName) => ({
    PORT: String(ports[port]),
    HOST: "127.0.0.1",
    SERVICE_TOKEN_SECRET: secrets.serviceTokenSecret,
  });
  switch (name) {
    case "unleash":
      return {
        UNLEASH_PORT: String(ports.unleash),
        UNLEASH_DATABASE_URL: databases.unleashUrl,
        UNLEASH_ADMIN_PASSWORD: secrets.unleashAdminPassword,
        UNLEASH_ADMIN_TOKEN: secrets.unleashAdminToken,
        UNLEASH_API_TOKEN: secrets.unleashBackendToken,
      };
    case "simulator":
      return { SIMULATOR_PORT: String(ports.simulator) };
    case "catalog":
      return {
        ...service("catalog"),
        DATABASE_URL: databases.catalogUrl,
        GENERATION_SERVICE_URL: local(ports, "generation"),
      };
    case "generation":
      return {
        ...service("generation"),
        ...flagSettings(surroundings),
        ...modelSettings(surroundings),
        DATABASE_URL: databases.generationUrl,
        CATALOG_SERVICE_URL: local(ports, "catalog"),
      };
    case "gateway":
      return {
        ...service("gateway"),
        ...flagSettings(surroundings),
        AUTH_ISSUER: surroundings.provider.issuer,
        AUTH_JWKS_URL: surroundings.provider.jwksUrl,
        AUTH_TOKEN_ISSUER: LOCAL_ISSUER,
        AUTH_AUDIENCE: LOCAL_AUDIENCE,
        OIDC_CLIENT_ID: LOCAL_CLIENT_ID,
        OIDC_CLIENT_SECRET: secrets.oidcClientSecret,
        PUBLIC_URL: local(ports, "gateway"),
        SESSION_SECRET: secrets.sessionSecret,
        GENERATION_SERVICE_URL: local(ports, "generation"),
        CATALOG_SERVICE_URL: local(ports, "catalog"),
        WEB_DIRECTORY: surroundings.webDirectory,
        MAINTENANCE_BYPASS_SECRET: secrets.maintenanceBypassSecret,
      };
  }
}

const FOLDERS: Record<ProgramName, string> = {
  unleash: "unleash",
  simulator: "llm-simulator",
  catalog: "catalog-service",
  generation: "generation-service",
  gateway: "gateway",
};

const READY_PATHS: Record<ProgramName, string> = {
  unleash: "/ready",
  simulator: "/healthz",
  catalog: "/readyz",
  generation: "/readyz",
  gateway: "/readyz",
};

/** How to run one program of a stack. */
export function programOptions(name: ProgramName, surroundings: Surroundings): ProgramOptions {
  const { environment, ports } = surroundings;
  return {
    name,
    script: path.join(ROOT, "apps", FOLDERS[name], "src/main.ts"),
    environment: { ...environment.inherited, ...settingsOf(name, surroundings) },
    readyUrl: `${local(ports, name)}${READY_PATHS[name]}`,
    logFile: path.join(environment.home, "logs", `${name}.log`),
  };
}
