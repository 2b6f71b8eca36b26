import type { Logger } from "@vivero/service-kit";
import { switchTelemetryOff, type UnleashSettings } from "./env.ts";
import { unleashLog } from "./unleash-log.ts";

export interface RunningUnleash {
  /** Its address, for operators' browsers, the services and the admin API alike. */
  url: string;
  close(): Promise<void>;
}

/**
 * Starts the Unleash server in this process, after it has migrated its database. Loading the module takes 4 to 6 s.
 *
 * @throws when the database does not answer or the port is taken.
 */
export async function startUnleash(settings: UnleashSettings, log: Logger): Promise<RunningUnleash> {
  switchTelemetryOff();
  // Loaded here rather than at the top: settings that do not hold are reported at once.
  const { ApiTokenType, start } = await import("unleash-server");
  const url = `http://127.0.0.1:${settings.UNLEASH_PORT}`;
  const unleash = await start({
    databaseUrl: settings.UNLEASH_DATABASE_URL,
    // Unleash asks for TLS unless told otherwise; an `sslmode` in the address decides where there is one.
    db: new URL(settings.UNLEASH_DATABASE_URL).searchParams.has("sslmode") ? {} : { ssl: false },
    server: {
      host: "127.0.0.1",
      port: settings.UNLEASH_PORT,
      unleashUrl: url,
      // Empty: cookies are signed with the secret that Unleash made for its database, not with a well-known default.
      secret: "",
      // Signals are handled once, in runService: Unleash's own handler fails at the second signal of a Ctrl-C.
      gracefulShutdownEnable: false,
    },
    authentication: {
      initialAdminUser: { username: settings.UNLEASH_ADMIN_USER, password: settings.UNLEASH_ADMIN_PASSWORD },
      initApiTokens: [
        {
          tokenName: "vivero-admin",
          type: ApiTokenType.ADMIN,
          projects: ["*"],
          environment: "*",
          secret: settings.UNLEASH_ADMIN_TOKEN,
        },
        {
          tokenName: "vivero-services",
          type: ApiTokenType.BACKEND,
          projects: [settings.UNLEASH_API_TOKEN.startsWith("*") ? "*" : "default"],
          environment: settings.UNLEASH_ENVIRONMENT,
          secret: settings.UNLEASH_API_TOKEN,
        },
      ],
    },
    getLogger: unleashLog(log),
    // `/ready` answers 503 while the database is away; `/health` is 200 as long as the process lives.
    checkDbOnReady: true,
    telemetry: false,
    versionCheck: { enable: false },
    frontendApiOrigins: [],
  });
  return { url, close: () => unleash.stop() };
}
