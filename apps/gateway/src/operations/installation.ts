import type { ServiceHealth } from "@vivero/contracts";
import type { Flags } from "@vivero/flags";

/** What operators are told of the installation beside what its services know. */
export interface Installation {
  readonly flags: Flags;
  readonly unleashUrl: string | null;
  readonly version: string | null;
  /** Whether each service is ready, asked now. */
  services(): Promise<ServiceHealth[]>;
}

const PROBE_MS = 3_000;

/** What `/readyz` of a service answers. */
type ReadinessReport = {
  ready: boolean;
  checks: Record<string, { ok: boolean; problem?: string }>;
};

/** Asks one service for its readiness; one that does not answer is not ready, and that is all that is known of it. */
async function askService(name: string, url: string): Promise<ServiceHealth> {
  try {
    const answer = await fetch(new URL("/readyz", url), { signal: AbortSignal.timeout(PROBE_MS) });
    const { ready, checks } = (await answer.json()) as ReadinessReport;
    return {
      name,
      ready,
      dependencies: Object.entries(checks).map(([dependency, { ok, problem }]) => ({
        name: dependency,
        ready: ok,
        detail: ok ? null : (problem ?? "not ready"),
      })),
    };
  } catch {
    // Not to be reached is an answer here; of the address nothing is told.
    return { name, ready: false, dependencies: [{ name: "process", ready: false, detail: "not reachable" }] };
  }
}

/** The gateway itself: it answers, so it is ready; it leans on Unleash and the identity provider without needing them. */
async function askGateway(
  flags: Flags,
  provider: (() => Promise<unknown>) | undefined,
): Promise<ServiceHealth> {
  const { configured, connected } = flags.status();
  const unleash = connected ? null : configured ? "not reachable" : "not configured";
  const identity = provider
    ? await provider().then(
        () => null,
        () => "not reachable",
      )
    : "not configured";
  return {
    name: "gateway",
    ready: true,
    dependencies: [
      { name: "unleash", ready: unleash === null, detail: unleash },
      { name: "identityProvider", ready: identity === null, detail: identity },
    ],
  };
}

/** Where people meet Unleash, when its API is at `apiUrl` and nothing else is said. */
export function unleashPage(apiUrl: string | undefined, pageUrl: string | undefined): string | null {
  if (pageUrl) return pageUrl;
  return apiUrl ? apiUrl.replace(/\/+$/, "").replace(/\/api$/, "") : null;
}

/** The installation that these settings describe. */
export function createInstallation(options: {
  flags: Flags;
  unleashUrl: string | null;
  version: string | null;
  provider: (() => Promise<unknown>) | undefined;
  /** The address of each service by its name. */
  services: Readonly<Record<string, string>>;
}): Installation {
  const { flags, unleashUrl, version, provider } = options;
  return {
    flags,
    unleashUrl,
    version,
    services: () =>
      Promise.all([
        askGateway(flags, provider),
        ...Object.entries(options.services).map(([name, url]) => askService(name, url)),
      ]),
  };
}
