import { ConfigurationError } from "@vivero/service-kit";
import { type Authenticate, createAuthenticate } from "../access/authenticate.ts";
import type { Environment } from "../env.ts";
import { createBrowserSessions } from "./browser-sessions.ts";
import { createIdentityProvider } from "./identity-provider.ts";
import type { BrowserSignIn } from "./session-app.ts";

type Settings = Pick<
  Environment,
  | "AUTH_ISSUER"
  | "AUTH_JWKS_URL"
  | "AUTH_TOKEN_ISSUER"
  | "AUTH_AUDIENCE"
  | "OIDC_CLIENT_ID"
  | "OIDC_CLIENT_SECRET"
  | "OIDC_SCOPE"
  | "PUBLIC_URL"
  | "SESSION_SECRET"
>;

function createProvider(settings: Settings) {
  if (!URL.canParse(settings.AUTH_ISSUER))
    throw new ConfigurationError(
      "The settings do not hold: AUTH_ISSUER must be the URL of the identity provider, unless AUTH_JWKS_URL is set and OIDC_CLIENT_ID is not.",
    );
  return createIdentityProvider({
    issuer: settings.AUTH_ISSUER,
    // Reading the provider's description needs no client of it.
    clientId: settings.OIDC_CLIENT_ID ?? "vivero",
    clientSecret: settings.OIDC_CLIENT_SECRET,
  });
}

function createBrowserSignIn(settings: Settings): BrowserSignIn | undefined {
  const { OIDC_CLIENT_ID, PUBLIC_URL, SESSION_SECRET } = settings;
  if (!OIDC_CLIENT_ID) return undefined;
  if (!PUBLIC_URL || !SESSION_SECRET)
    throw new ConfigurationError(
      "The settings do not hold: OIDC_CLIENT_ID needs PUBLIC_URL (where browsers reach this site) and SESSION_SECRET (encrypts sessions) beside it.",
    );
  const publicUrl = new URL("/", PUBLIC_URL);
  return {
    publicUrl,
    secret: SESSION_SECRET,
    scope: settings.OIDC_SCOPE,
    provider: createProvider(settings),
    sessions: createBrowserSessions({ secret: SESSION_SECRET, secure: publicUrl.protocol === "https:" }),
  };
}

/**
 * Both ways in: bearer tokens, and a browser's session where the settings allow one.
 * @throws ConfigurationError when the settings do not fit together
 */
export function createSignIn(settings: Settings): {
  authenticate: Authenticate;
  browserSignIn: BrowserSignIn | undefined;
} {
  const browserSignIn = createBrowserSignIn(settings);
  const provider = browserSignIn?.provider ?? (settings.AUTH_JWKS_URL ? undefined : createProvider(settings));
  const jwksUrl = async () =>
    settings.AUTH_JWKS_URL ?? String((await provider?.())?.serverMetadata().jwks_uri);
  return {
    browserSignIn,
    authenticate: createAuthenticate({
      jwksUrl,
      issuer: settings.AUTH_TOKEN_ISSUER ?? settings.AUTH_ISSUER,
      audience: settings.AUTH_AUDIENCE,
    }),
  };
}
