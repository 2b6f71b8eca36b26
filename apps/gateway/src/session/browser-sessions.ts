import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { type Actor, ViveroError } from "@vivero/contracts";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { createSeal } from "./sealed-cookie.ts";

/** What the cookie of a signed-in browser holds, encrypted. */
export interface BrowserSession {
  readonly actor: Actor;
  readonly organizationName: string | null;
  readonly csrfToken: string;
  /** Lets the provider end its own session without asking; left out when a cookie could not hold it. */
  readonly idToken?: string;
}

/** The sessions of browsers. Nothing is kept on the server, so that every replica knows every session. */
export interface BrowserSessions {
  read(c: Context): Promise<{ session: BrowserSession; expiresAt: Date } | undefined>;
  /** The person of the cookie; throws CSRF_REFUSED for a change that does not carry the session's token. */
  actor(c: Context): Promise<Actor | undefined>;
  begin(
    c: Context,
    person: { actor: Actor; organizationName: string | null; idToken: string },
  ): Promise<void>;
  end(c: Context): void;
}

const COOKIE = "vivero_session";
const LIFETIME_MS = 8 * 3_600_000;
/** A browser keeps 4,096 bytes for a cookie; encryption and the rest of it need about half. */
const ID_TOKEN_LENGTH = 2_000;
const SAFE_METHODS = ["GET", "HEAD"];

const digest = (text: string) => createHash("sha256").update(text).digest();

/**
 * Stops a request that changes something and does not carry the session's token: another site can make a browser send
 * the cookie, but cannot read the token.
 * @throws ViveroError CSRF_REFUSED
 */
export function refuseForgery(c: Context, session: BrowserSession): void {
  if (SAFE_METHODS.includes(c.req.method)) return;
  const sent = c.req.header("x-csrf-token") ?? "";
  if (timingSafeEqual(digest(sent), digest(session.csrfToken))) return;
  throw new ViveroError(
    "CSRF_REFUSED",
    "Send the csrfToken of /auth/session as `x-csrf-token`; reload the page if it does.",
  );
}

/** Sessions sealed with `secret`; `secure` when the site is reached by https. `now` is for tests. */
export function createBrowserSessions(options: {
  secret: string;
  secure: boolean;
  now?: () => number;
}): BrowserSessions {
  const seal = createSeal<BrowserSession>(options.secret, "session");
  const now = options.now ?? Date.now;
  const attributes = { httpOnly: true, sameSite: "Lax", path: "/", secure: options.secure } as const;
  const read: BrowserSessions["read"] = async (c) => {
    const opened = await seal.open(getCookie(c, COOKIE));
    return opened && { session: opened.value, expiresAt: opened.expiresAt };
  };
  return {
    read,
    actor: async (c) => {
      const found = await read(c);
      if (found) refuseForgery(c, found.session);
      return found?.session.actor;
    },
    begin: async (c, { actor, organizationName, idToken }) => {
      const expires = new Date(now() + LIFETIME_MS);
      const session: BrowserSession = {
        actor,
        organizationName,
        csrfToken: randomBytes(24).toString("base64url"),
        ...(idToken.length <= ID_TOKEN_LENGTH ? { idToken } : {}),
      };
      setCookie(c, COOKIE, await seal.close(session, expires), { ...attributes, expires });
    },
    end: (c) => void deleteCookie(c, COOKIE, attributes),
  };
}
