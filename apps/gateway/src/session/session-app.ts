import { permissionsOf, type Session, type SignInError, ViveroError } from "@vivero/contracts";
import type { Logger } from "@vivero/service-kit";
import { type Context, Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import * as openid from "openid-client";
import { type BrowserSessions, refuseForgery } from "./browser-sessions.ts";
import { localPath } from "./local-path.ts";
import { createSeal } from "./sealed-cookie.ts";
import { actorOfIdToken, type Claims, shownName } from "./signed-in-person.ts";

/** What signing in by a browser needs. */
export interface BrowserSignIn {
  readonly sessions: BrowserSessions;
  readonly provider: () => Promise<openid.Configuration>;
  /** Where browsers reach this site, without a path. */
  readonly publicUrl: URL;
  readonly secret: string;
  readonly scope: string;
}

/** What this browser set out to do at the provider. */
interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly returnTo: string;
}

const ATTEMPT_COOKIE = "vivero_sign_in";
const ATTEMPT_MS = 10 * 60_000;
const CALLBACK = "/auth/callback";

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/**
 * The same page at the public address, for somebody who came by another name of this machine: cookies belong to a name,
 * so that the way back from the provider would not find them. Never for other names, which a proxy may have put there.
 */
function publicAddress(c: Context, publicUrl: URL): URL | undefined {
  const { hostname, pathname, search } = new URL(c.req.url);
  const differs = LOOPBACK.includes(hostname) && LOOPBACK.includes(publicUrl.hostname);
  return differs && hostname !== publicUrl.hostname ? new URL(pathname + search, publicUrl) : undefined;
}

/** The page's code for what went wrong on the way back from the provider. */
function signInError(error: unknown): SignInError {
  if (error instanceof ViveroError) return "PERSON_INCOMPLETE";
  if (error instanceof openid.AuthorizationResponseError)
    return error.error === "access_denied" ? "ACCESS_DENIED" : "SIGN_IN_MISMATCH";
  const isAnswer = error instanceof openid.ClientError || error instanceof openid.ResponseBodyError;
  const code = (error as { code?: unknown }).code;
  return isAnswer && code !== "OAUTH_TIMEOUT" ? "SIGN_IN_MISMATCH" : "PROVIDER_UNAVAILABLE";
}

/** Begins at the provider: remembers in a short-lived cookie what to expect back, and sends the browser there. */
async function beginSignIn(c: Context, way: BrowserSignIn): Promise<Response> {
  const elsewhere = publicAddress(c, way.publicUrl);
  if (elsewhere) return c.redirect(elsewhere.href);
  const configuration = await way.provider();
  const attempt: Attempt = {
    state: openid.randomState(),
    nonce: openid.randomNonce(),
    codeVerifier: openid.randomPKCECodeVerifier(),
    returnTo: localPath(c.req.query("return_to")),
  };
  const expires = new Date(Date.now() + ATTEMPT_MS);
  setCookie(c, ATTEMPT_COOKIE, await attemptSeal(way).close(attempt, expires), {
    ...attemptAttributes(way),
    expires,
  });
  const address = openid.buildAuthorizationUrl(configuration, {
    redirect_uri: new URL(CALLBACK, way.publicUrl).href,
    scope: way.scope,
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(attempt.codeVerifier),
    code_challenge_method: "S256",
  });
  return c.redirect(address.href);
}

const attemptSeal = ({ secret }: BrowserSignIn) => createSeal<Attempt>(secret, "sign-in");
const attemptAttributes = ({ publicUrl }: BrowserSignIn) =>
  ({ httpOnly: true, sameSite: "Lax", path: "/auth", secure: publicUrl.protocol === "https:" }) as const;

/** Comes back from the provider: exchanges the code, checks everything, begins the session. */
async function finishSignIn(c: Context, way: BrowserSignIn, refuse: Refuse): Promise<Response> {
  const attempt = (await attemptSeal(way).open(getCookie(c, ATTEMPT_COOKIE)))?.value;
  deleteCookie(c, ATTEMPT_COOKIE, attemptAttributes(way));
  if (!attempt) return refuse(c, "SIGN_IN_EXPIRED");
  const { search } = new URL(c.req.url);
  const tokens = await openid.authorizationCodeGrant(
    await way.provider(),
    new URL(CALLBACK + search, way.publicUrl),
    {
      pkceCodeVerifier: attempt.codeVerifier,
      expectedState: attempt.state,
      expectedNonce: attempt.nonce,
      idTokenExpected: true,
    },
  );
  const claims = (tokens.claims() ?? {}) as Claims;
  await way.sessions.begin(c, {
    actor: actorOfIdToken(claims),
    organizationName: shownName(claims.organization_name) ?? null,
    idToken: tokens.id_token ?? "",
  });
  return c.redirect(attempt.returnTo);
}

type Refuse = (c: Context, code: SignInError, cause?: unknown) => Response;

/** Where the provider ends its own session; `/` when it cannot, or does not answer now. */
async function farewell(way: BrowserSignIn, idToken: string | undefined, log: Logger): Promise<string> {
  try {
    const configuration = await way.provider();
    if (!configuration.serverMetadata().end_session_endpoint) return "/";
    return openid.buildEndSessionUrl(configuration, {
      post_logout_redirect_uri: way.publicUrl.href,
      ...(idToken ? { id_token_hint: idToken } : {}),
    }).href;
  } catch (error) {
    log.warn({ err: error }, "the identity provider does not answer; its session goes on");
    return "/";
  }
}

function sessionBody(
  found: NonNullable<Awaited<ReturnType<BrowserSessions["read"]>>>,
  environment: Session["environment"],
): Session {
  const { actor, organizationName, csrfToken } = found.session;
  return {
    user: {
      userId: actor.userId,
      organizationId: actor.organizationId,
      name: actor.name ?? null,
      organizationName,
      roles: actor.roles,
      permissions: permissionsOf(actor.roles),
    },
    csrfToken,
    expiresAt: found.expiresAt.toISOString(),
    environment,
  };
}

/**
 * `/auth/*`: signing in by a browser with the identity provider (Authorization Code with PKCE), the session, signing out.
 * Without `way` nobody can sign in here, and bearer tokens are the only way in.
 */
export function sessionApp(options: {
  way: BrowserSignIn | undefined;
  environment: Session["environment"];
  log: Logger;
}): Hono {
  const { way, environment, log } = options;
  const app = new Hono();
  const refuse: Refuse = (c, code, cause) => {
    log.warn({ err: cause, code }, "signing in failed");
    return c.redirect(`/sign-in?error=${code}`);
  };
  const needed = () => {
    if (way) return way;
    throw new ViveroError(
      "SIGN_IN_NOT_CONFIGURED",
      "Signing in by a browser is not set up here (AUTH_ISSUER, OIDC_CLIENT_ID, PUBLIC_URL, SESSION_SECRET); send a bearer token.",
    );
  };
  app.use("/auth/*", async (c, next) => {
    c.header("cache-control", "no-store");
    await next();
  });
  app.get("/auth/sign-in", async (c) => {
    if (!way && c.req.header("accept")?.includes("text/html")) return refuse(c, "SIGN_IN_NOT_CONFIGURED");
    return await beginSignIn(c, needed()).catch((error) => refuse(c, "PROVIDER_UNAVAILABLE", error));
  });
  app.get(CALLBACK, (c) =>
    finishSignIn(c, needed(), refuse).catch((error) => refuse(c, signInError(error), error)),
  );
  app.get("/auth/session", async (c) => {
    const found = await way?.sessions.read(c);
    if (!found) throw new ViveroError("UNAUTHENTICATED", "Nobody is signed in on this browser.");
    return c.json(sessionBody(found, environment));
  });
  app.post("/auth/sign-out", async (c) => {
    const { sessions } = needed();
    const found = await sessions.read(c);
    if (found) refuseForgery(c, found.session);
    sessions.end(c);
    return c.json({ redirectTo: found ? await farewell(needed(), found.session.idToken, log) : "/" });
  });
  return app;
}
