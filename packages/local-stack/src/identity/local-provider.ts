import { createHash } from "node:crypto";
import type { Configuration, FindAccount, KoaContextWithOIDC } from "oidc-provider";
import type { Secrets } from "../secrets.ts";
import { DEMO_PEOPLE } from "./demo-people.ts";
import { failurePage, languageOf, SIGN_OUT_SCRIPT, signOutPage } from "./sign-in-page.ts";

/** This site as the local provider knows it. */
export const LOCAL_CLIENT_ID = "vivero-web";

const EIGHT_HOURS = 8 * 3_600;

const findAccount: FindAccount = (_, id) => {
  const person = DEMO_PEOPLE.find(({ userId }) => String(userId) === id);
  return (
    person && {
      accountId: id,
      claims: () => ({
        sub: id,
        name: person.name,
        preferred_username: person.username,
        organization_id: person.organizationId,
        organization_name: person.organizationName,
        roles: [person.role],
      }),
    }
  );
};

/** Nobody is asked whether this site may know who they are: it is the only one. */
async function loadExistingGrant(ctx: KoaContextWithOIDC) {
  const { client, session, provider } = ctx.oidc;
  if (!client || !session?.accountId) return undefined;
  const known = session.grantIdFor(client.clientId);
  if (known) return await provider.Grant.find(known);
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope("openid profile");
  await grant.save();
  return grant;
}

/** What protects the pages of the provider; `targets` are the sites that a form may lead on to. */
export function pageHeaders(targets: readonly string[], script?: string): Record<string, string> {
  const scripts = script
    ? ` script-src 'sha256-${createHash("sha256").update(script).digest("base64")}';`
    : "";
  return {
    "content-security-policy": `default-src 'none'; style-src 'unsafe-inline';${scripts} form-action 'self' ${targets.join(" ")}; base-uri 'none'; frame-ancestors 'none'`,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  };
}

/** The provider's settings: one client, the demo people, keys that outlive a restart. */
export function localProviderConfiguration(
  secrets: Pick<Secrets, "signingKey" | "oidcClientSecret" | "providerCookieKey">,
  gatewayUrl: string,
): Configuration {
  const home = `${gatewayUrl}/`;
  return {
    clients: [
      {
        client_id: LOCAL_CLIENT_ID,
        client_secret: secrets.oidcClientSecret,
        redirect_uris: [`${gatewayUrl}/auth/callback`],
        post_logout_redirect_uris: [home],
        grant_types: ["authorization_code"],
        response_types: ["code"],
        id_token_signed_response_alg: "ES256",
      },
    ],
    jwks: { keys: [{ ...secrets.signingKey, use: "sig" }] as never },
    cookies: {
      keys: [secrets.providerCookieKey],
      names: { session: "provider_session", interaction: "provider_interaction", resume: "provider_resume" },
    },
    claims: {
      openid: ["sub", "organization_id", "organization_name", "roles"],
      profile: ["name", "preferred_username"],
    },
    scopes: ["openid", "profile"],
    responseTypes: ["code"],
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    findAccount,
    loadExistingGrant,
    clientBasedCORS: () => false,
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    routes: { jwks: "/.well-known/jwks.json" },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      IdToken: EIGHT_HOURS,
      Interaction: 3_600,
      Session: EIGHT_HOURS,
      Grant: EIGHT_HOURS,
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.set(pageHeaders([gatewayUrl], SIGN_OUT_SCRIPT));
          ctx.body = signOutPage(languageOf(ctx.get("accept-language")), form);
        },
      },
    },
    renderError: (ctx, out) => {
      ctx.set(pageHeaders([gatewayUrl]));
      ctx.type = "html";
      ctx.body = failurePage(
        languageOf(ctx.get("accept-language")),
        home,
        out.error_description ?? out.error,
      );
    },
  };
}
