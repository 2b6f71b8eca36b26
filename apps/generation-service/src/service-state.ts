import type { Flags } from "@vivero/flags";

const PROBE_MS = 1_000;

/**
 * What the service leans on without needing it: a catalog that is away delays imports and no more, and flags fall back. So
 * neither makes the service unready; operators see both here.
 */
export async function describeDependencies({ flags, catalogUrl }: { flags: Flags; catalogUrl: string }) {
  return {
    catalog: { reachable: await answers(`${catalogUrl.replace(/\/$/, "")}/healthz`) },
    flags: flags.status(),
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_MS) });
    return response.ok;
  } catch {
    // Not to be reached is what is asked here.
    return false;
  }
}
