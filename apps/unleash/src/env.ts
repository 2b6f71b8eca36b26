import { ConfigurationError, describeSettings, readEnvironment } from "@vivero/service-kit";
import Type, { type Static } from "typebox";

const settingsSchema = Type.Object({
  UNLEASH_PORT: Type.Integer({
    minimum: 1,
    maximum: 65535,
    default: 4242,
    description: "port of 127.0.0.1 that Unleash listens on",
  }),
  UNLEASH_DATABASE_URL: Type.String({
    pattern: "^postgres(ql)?://",
    description: "PostgreSQL database of Unleash's own, by its owner's name",
  }),
  UNLEASH_ADMIN_USER: Type.String({
    minLength: 1,
    default: "admin",
    description: "name under which operators sign in to Unleash",
  }),
  UNLEASH_ADMIN_PASSWORD: Type.String({
    minLength: 12,
    description:
      "password of that name; it counts at the first start only, operators may change it in Unleash",
  }),
  UNLEASH_ADMIN_TOKEN: Type.String({
    pattern: "^\\*:\\*\\.[\\w-]{16,}$",
    description: "admin API token, written *:*.SECRET",
  }),
  UNLEASH_API_TOKEN: Type.String({
    pattern: "^(\\*|default):[\\w-]+\\.[\\w-]{16,}$",
    description: "API token of the services, written default:ENVIRONMENT.SECRET",
  }),
  UNLEASH_ENVIRONMENT: Type.String({
    minLength: 1,
    default: "development",
    description: "environment of Unleash whose flags the services read",
  }),
});

/** What `--help` says. */
export const HELP = describeSettings(
  "unleash",
  "is the server of the flags, seeded with ours",
  settingsSchema,
);

export type UnleashSettings = Static<typeof settingsSchema>;

/**
 * The settings of this process, from its environment.
 *
 * @throws ConfigurationError that names each variable at fault.
 */
export function readSettings(
  source: Readonly<Record<string, string | undefined>> = process.env,
): UnleashSettings {
  const settings = readEnvironment(settingsSchema, source);
  const environment = environmentOf(settings.UNLEASH_API_TOKEN);
  if (environment !== settings.UNLEASH_ENVIRONMENT) {
    throw new ConfigurationError(
      `UNLEASH_API_TOKEN is a token for the environment ${environment}, but UNLEASH_ENVIRONMENT is ${settings.UNLEASH_ENVIRONMENT}.`,
    );
  }
  return settings;
}

/** Unleash reports home by default, and its option `telemetry: false` is overruled by this variable's absence. */
export function switchTelemetryOff(): void {
  process.env.SEND_TELEMETRY = "false";
}

/** The admin token for the seeding command: an argument would show in the list of processes. */
export function adminTokenFromEnvironment(): string | undefined {
  return process.env.UNLEASH_ADMIN_TOKEN;
}

/** `default:development.SECRET` is for `development`. */
function environmentOf(backendToken: string): string {
  return backendToken.slice(backendToken.indexOf(":") + 1, backendToken.indexOf("."));
}
