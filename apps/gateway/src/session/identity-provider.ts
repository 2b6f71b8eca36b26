import * as openid from "openid-client";

/** How this site signs people in with an identity provider. */
export interface ProviderSettings {
  /** The provider's issuer; everything else is discovered from it. */
  readonly issuer: string;
  readonly clientId: string;
  /** Absent for a public client, which PKCE protects alone. */
  readonly clientSecret?: string | undefined;
}

const DISCOVERY_TIMEOUT_SECONDS = 5;

/** Plain http is for providers on this machine only; anything else would put codes and tokens on the wire. */
function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/**
 * The provider as it describes itself, asked for at the first use and then kept. A failure is not kept: the provider
 * may be away now and back in a minute.
 */
export function createIdentityProvider(settings: ProviderSettings): () => Promise<openid.Configuration> {
  let discovered: Promise<openid.Configuration> | undefined;
  const issuer = new URL(settings.issuer);
  return () => {
    discovered ??= openid
      .discovery(
        issuer,
        settings.clientId,
        undefined,
        settings.clientSecret === undefined ? openid.None() : openid.ClientSecretBasic(settings.clientSecret),
        {
          timeout: DISCOVERY_TIMEOUT_SECONDS,
          execute: [
            openid.enableNonRepudiationChecks,
            ...(isLoopback(issuer) ? [openid.allowInsecureRequests] : []),
          ],
        },
      )
      .catch((error: unknown) => {
        discovered = undefined;
        throw error;
      });
    return discovered;
  };
}
