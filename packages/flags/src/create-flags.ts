import { type Context, Unleash } from "unleash-client";
import {
  type FlagContext,
  type FlagFallbacks,
  type FlagName,
  type Flags,
  type FlagsLog,
  type FlagValue,
  flagNames,
  safeFallbacks,
} from "./flags.ts";
import { createLastKnownFile } from "./last-known-file.ts";
import { maintenanceNotice } from "./maintenance.ts";
import { PolledFeatures } from "./polled-features.ts";
import { unleashApiAddress } from "./unleash-address.ts";

export interface FlagsOptions {
  /** The address of Unleash, with or without `/api`; without one every value is a fallback. */
  url?: string | undefined;
  /** A backend token of Unleash, `default:development.SECRET`. */
  token?: string | undefined;
  /** The service's name, as operators see it in Unleash; it names the file of last known values too. */
  appName: string;
  /** The environment of Unleash that `token` reads: the `environment` of every flag's context. */
  environment: string;
  /** 5,000 when absent; an unchanged answer is an empty 304. */
  refreshIntervalMs?: number | undefined;
  /** How long one poll may take; 5,000 when absent. No caller ever waits for it. */
  requestTimeoutMs?: number | undefined;
  /**
   * Values for flags that Unleash never answered for; `safeFallbacks` for those left out. With a `url`,
   * `import_generation` is off until Unleash says otherwise.
   */
  fallbacks?: { [flag in FlagName]?: boolean | undefined } | undefined;
  /** Where the last known values are kept for a start while Unleash is dead; they win over `fallbacks`. */
  backupDirectory?: string | undefined;
  /** Whether Unleash is told once a minute how often each flag was asked for; true when absent. */
  sendUsage?: boolean | undefined;
  log?: FlagsLog | undefined;
}

/**
 * The product's flags, from Unleash. Polling starts at once and nothing waits for it; values kept from an earlier run
 * count from the first question on.
 *
 * @throws TypeError when `url` is no address, or is given without `token`.
 */
export function createFlags(options: FlagsOptions): Flags {
  const fallbacks = completeFallbacks(options.fallbacks);
  if (options.url === undefined) {
    return createFallbackFlags(fallbacks);
  }
  if (!options.token) {
    throw new TypeError("flags from Unleash need a token");
  }
  // A dead Unleash must never turn the import on, whatever the environment says for a machine without one.
  const guarded = { ...fallbacks, import_generation: false };
  return createUnleashFlags({ ...options, url: options.url, token: options.token, fallbacks: guarded });
}

function createUnleashFlags(
  options: FlagsOptions & { url: string; token: string; fallbacks: FlagFallbacks },
): Flags {
  const { token, appName, environment, fallbacks, backupDirectory, log = silentLog } = options;
  const apiAddress = unleashApiAddress(options.url);
  if (!fallbacks.validate_llm_response) {
    log.warn({ fallbacks }, "answers are not validated for as long as Unleash has never answered");
  }
  const features = new PolledFeatures({
    apiAddress,
    token,
    appName,
    refreshIntervalMs: options.refreshIntervalMs ?? 5_000,
    requestTimeoutMs: options.requestTimeoutMs ?? 5_000,
    file: backupDirectory
      ? createLastKnownFile({ directory: backupDirectory, appName, environment })
      : undefined,
    log,
  });
  const unleash = new Unleash({
    url: apiAddress,
    customHeaders: { Authorization: token },
    appName,
    environment,
    repository: features,
    disableMetrics: options.sendUsage === false,
    disableAutoStart: true,
    skipInstanceCountWarning: true,
  });
  unleash.on("error", (error) => log.warn({ error: String(error) }, "Unleash client error"));
  unleash.on("warn", (warning) => log.warn({ warning: String(warning) }, "Unleash client warning"));
  void unleash.start();

  const isEnabled = (flag: FlagName, context: FlagContext = {}) =>
    unleash.isEnabled(flag, unleashContext(context), fallbacks[flag]);
  const source = (flag: FlagName) => {
    if (features.getToggle(flag) === undefined) {
      return "fallback";
    }
    return features.connected ? "unleash" : "last-known";
  };
  return {
    isEnabled,
    snapshot: (context) =>
      snapshotOf((flag) => ({ enabled: isEnabled(flag, context), source: source(flag) })),
    status: () => ({
      configured: true,
      connected: features.connected,
      lastFetchAt: features.lastFetchAt,
      lastError: features.lastError,
    }),
    ready: (timeoutMs) => features.firstAnswer(timeoutMs),
    maintenance(context = {}) {
      if (!isEnabled("maintenance_mode", context)) {
        return { on: false };
      }
      const { payload } = unleash.getVariant("maintenance_mode", unleashContext(context));
      return { on: true, ...maintenanceNotice(payload) };
    },
    async close() {
      unleash.destroy();
      await features.stopped();
    },
  };
}

/** Flags of a machine without Unleash: the fallbacks, for everybody, for ever. */
function createFallbackFlags(fallbacks: FlagFallbacks): Flags {
  return {
    isEnabled: (flag) => fallbacks[flag],
    snapshot: () => snapshotOf((flag) => ({ enabled: fallbacks[flag], source: "fallback" })),
    status: () => ({ configured: false, connected: false, lastFetchAt: null, lastError: null }),
    ready: async () => false,
    maintenance: () => ({ on: fallbacks.maintenance_mode }),
    close: async () => {},
  };
}

function completeFallbacks(given: FlagsOptions["fallbacks"] = {}): FlagFallbacks {
  return {
    import_generation: given.import_generation ?? safeFallbacks.import_generation,
    validate_llm_response: given.validate_llm_response ?? safeFallbacks.validate_llm_response,
    maintenance_mode: given.maintenance_mode ?? safeFallbacks.maintenance_mode,
  };
}

function snapshotOf(read: (flag: FlagName) => FlagValue): Record<FlagName, FlagValue> {
  const [importing, validating, maintenance] = flagNames;
  return { [importing]: read(importing), [validating]: read(validating), [maintenance]: read(maintenance) };
}

function unleashContext({ organizationId, userId }: FlagContext): Context {
  return {
    ...(userId === undefined ? {} : { userId: String(userId) }),
    ...(organizationId === undefined ? {} : { properties: { organizationId: String(organizationId) } }),
  };
}

const silentLog: FlagsLog = { info() {}, warn() {} };
