import type { Session } from "@vivero/contracts";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createBrowserSessions } from "../src/session/browser-sessions.ts";
import { createIdentityProvider } from "../src/session/identity-provider.ts";
import { localPath } from "../src/session/local-path.ts";
import { createSeal } from "../src/session/sealed-cookie.ts";
import type { BrowserSignIn } from "../src/session/session-app.ts";
import { ana, CLIENT_ID, type FakeProvider, openFakeProvider } from "./fake-provider.ts";
import { type Given, type OpenGateway, openGateway } from "./open-gateway.ts";

const secret = "the replicas of this test share this one";
const publicUrl = new URL("http://vivero.test/");

let provider: FakeProvider;
const gateways: OpenGateway[] = [];
beforeAll(async () => {
  provider = await openFakeProvider();
});
afterAll(() => provider.close());
afterEach(async () => {
  for (const gateway of gateways.splice(0)) await gateway.close();
  Object.assign(provider, { claims: ana, forged: {}, refusal: undefined });
});

const list = { list: async () => ({ items: [], nextCursor: null }) };

async function open(given: Partial<BrowserSignIn> = {}, more: Given = {}): Promise<OpenGateway> {
  const gateway = await openGateway({
    generation: list,
    ...more,
    browserSignIn: {
      secret,
      publicUrl,
      scope: "openid profile",
      sessions: createBrowserSessions({ secret, secure: false }),
      provider: createIdentityProvider({ issuer: provider.issuer, clientId: CLIENT_ID }),
      ...given,
    },
  });
  gateways.push(gateway);
  return gateway;
}

const cookieOf = (response: Response, name: string) =>
  response.headers
    .getSetCookie()
    .find((cookie) => cookie.startsWith(`${name}=`))
    ?.split(";")[0] ?? "";

const go = (url: string, cookie = "", init: RequestInit = {}) =>
  fetch(url, { ...init, redirect: "manual", headers: { cookie, ...(init.headers as object) } });

/** Sets out for the provider and comes back; `spoil` may change the address on the way. */
async function signIn(gateway: OpenGateway, returnTo = "/", spoil = (url: URL) => url) {
  const begun = await go(`${gateway.url}/auth/sign-in?return_to=${encodeURIComponent(returnTo)}`);
  const attempt = cookieOf(begun, "vivero_sign_in");
  const back = await go(String(begun.headers.get("location")));
  const callback = spoil(new URL(String(back.headers.get("location"))));
  const arrived = await go(`${gateway.url}${callback.pathname}${callback.search}`, attempt);
  return { begun, callback, attempt, arrived, cookie: cookieOf(arrived, "vivero_session") };
}

const errorOf = (response: Response) => {
  const location = String(response.headers.get("location"));
  return /^\/sign-in\?error=(\w+)$/.exec(location)?.[1];
};
const sessionOf = async (gateway: OpenGateway, cookie: string) =>
  await go(`${gateway.url}/auth/session`, cookie);
const api = "/api/strategic-planning/scenario-generations";

describe("signing in by a browser", () => {
  it("asks the provider with PKCE, state and nonce, and begins a session that scripts cannot read", async () => {
    const gateway = await open();
    const { begun, arrived, cookie } = await signIn(gateway, "/generations/12?tab=tree");
    const asked = new URL(String(begun.headers.get("location"))).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      client_id: CLIENT_ID,
      response_type: "code",
      code_challenge_method: "S256",
      redirect_uri: "http://vivero.test/auth/callback",
    });
    for (const name of ["state", "nonce", "code_challenge"])
      expect(asked.get(name)?.length).toBeGreaterThan(20);
    expect(arrived.status).toBe(302);
    expect(arrived.headers.get("location")).toBe("/generations/12?tab=tree");
    const [set] = arrived.headers.getSetCookie().filter((text) => text.startsWith("vivero_session="));
    expect(set).toMatch(/HttpOnly/);
    expect(set).toMatch(/SameSite=Lax/);
    expect(set).toMatch(/Path=\//);
    const session = (await (await sessionOf(gateway, cookie)).json()) as Session;
    expect(session.user).toEqual({
      userId: 11,
      organizationId: 3,
      name: "Ana Torres",
      organizationName: "Almacenes Río Claro",
      roles: ["planner"],
      permissions: expect.arrayContaining(["generations:write", "generations:accept"]),
    });
    expect(session.environment).toBe("development");
  });

  it("marks the cookie Secure where the site is reached by https", async () => {
    const gateway = await open({
      publicUrl: new URL("https://vivero.test/"),
      sessions: createBrowserSessions({ secret, secure: true }),
    });
    const { begun, arrived } = await signIn(gateway);
    for (const response of [begun, arrived])
      for (const cookie of response.headers.getSetCookie()) expect(cookie).toMatch(/; Secure/);
  });

  it("is known to every replica with the same secret, and to none with another", async () => {
    const [first, second] = [await open(), await open()];
    const { cookie } = await signIn(first);
    expect((await sessionOf(second, cookie)).status).toBe(200);
    const other = await open({
      sessions: createBrowserSessions({ secret: secret.toUpperCase(), secure: false }),
    });
    expect((await sessionOf(other, cookie)).status).toBe(401);
  });

  it("refuses what comes back for another state, nonce, audience or issuer, or without having been asked", async () => {
    const gateway = await open();
    const changed = (name: string, value: string) => (url: URL) => {
      url.searchParams.set(name, value);
      return url;
    };
    const spoiled = [changed("state", "stolen"), changed("code", "stolen"), changed("iss", "http://other")];
    for (const spoil of spoiled) {
      const { arrived, cookie } = await signIn(gateway, "/", spoil);
      expect(errorOf(arrived)).toBe("SIGN_IN_MISMATCH");
      expect(cookie).toBe("");
    }
    for (const forged of [{ nonce: "old" }, { aud: "another-site" }, { iss: "http://other" }]) {
      provider.forged = forged;
      expect(errorOf((await signIn(gateway)).arrived), JSON.stringify(forged)).toBe("SIGN_IN_MISMATCH");
    }
    provider.forged = {};
    const { callback, attempt } = await signIn(gateway);
    const asked = provider.exchanges.length;
    const without = await go(`${gateway.url}${callback.pathname}${callback.search}`);
    expect(errorOf(without)).toBe("SIGN_IN_EXPIRED");
    expect(provider.exchanges.length).toBe(asked);
    const again = await go(`${gateway.url}${callback.pathname}${callback.search}`, attempt);
    expect(errorOf(again)).toBe("SIGN_IN_MISMATCH");
  });

  it("tells the page what the provider refused, and whom it does not name", async () => {
    const gateway = await open();
    provider.refusal = "access_denied";
    expect(errorOf((await signIn(gateway)).arrived)).toBe("ACCESS_DENIED");
    provider.refusal = undefined;
    for (const lack of [
      { organization_id: undefined },
      { organization_id: "3 OR 1=1" },
      { sub: "ana" },
      { sub: "0" },
      { roles: ["god"] },
      { roles: "planner" },
      { roles: undefined },
    ]) {
      provider.claims = { ...ana, ...lack };
      expect(errorOf((await signIn(gateway)).arrived), JSON.stringify(lack)).toBe("PERSON_INCOMPLETE");
    }
  });

  it("says when the provider is away, and tries again the next time", async () => {
    let away = true;
    const discover = createIdentityProvider({ issuer: provider.issuer, clientId: CLIENT_ID });
    const gateway = await open({
      provider: async () => {
        if (away) throw new TypeError("fetch failed");
        return await discover();
      },
    });
    expect(errorOf(await go(`${gateway.url}/auth/sign-in`))).toBe("PROVIDER_UNAVAILABLE");
    away = false;
    expect((await signIn(gateway)).cookie).not.toBe("");
  });

  it("is a clear problem where it is not set up, and bearer tokens go on", async () => {
    const gateway = await openGateway({ generation: list });
    gateways.push(gateway);
    const answer = await go(`${gateway.url}/auth/sign-in`);
    expect(answer.status).toBe(501);
    expect(await answer.json()).toMatchObject({ code: "SIGN_IN_NOT_CONFIGURED" });
    expect((await sessionOf(gateway, "vivero_session=x")).status).toBe(401);
    expect((await gateway.fetch("/scenario-generations")).status).toBe(200);
  });
});

describe("a session", () => {
  it("is refused when altered, expired, of another kind of cookie, or invented", async () => {
    const gateway = await open();
    const { cookie, attempt } = await signIn(gateway);
    const text = cookie.slice("vivero_session=".length);
    const expired = await createSeal<object>(secret, "session").close({}, new Date(Date.now() - 1_000));
    const middle = Math.floor(text.length / 2);
    const altered = text.slice(0, middle) + (text[middle] === "A" ? "B" : "A") + text.slice(middle + 1);
    for (const bad of [altered, expired, attempt.slice("vivero_sign_in=".length), "x", "", "a.b.c.d.e"]) {
      expect((await sessionOf(gateway, `vivero_session=${bad}`)).status, bad).toBe(401);
      expect((await go(gateway.url + api, `vivero_session=${bad}`)).status, bad).toBe(401);
    }
    expect((await sessionOf(gateway, cookie)).status).toBe(200);
  });

  it("ends after eight hours", async () => {
    const past = Date.now() - 8 * 3_600_000 - 1_000;
    const gateway = await open({
      sessions: createBrowserSessions({ secret, secure: false, now: () => past }),
    });
    const { arrived } = await signIn(gateway);
    const sealed = cookieOf(arrived, "vivero_session");
    expect(sealed).not.toBe("");
    expect((await sessionOf(gateway, sealed)).status).toBe(401);
  });

  it("reads with the cookie alone, and changes only with its own token", async () => {
    const gateway = await open();
    const { cookie } = await signIn(gateway);
    const stranger = await signIn(gateway);
    const tokenOf = async (of: string) =>
      ((await (await sessionOf(gateway, of)).json()) as Session).csrfToken;
    expect((await go(gateway.url + api, cookie)).status).toBe(200);
    const post = (headers: Record<string, string>) =>
      go(`${gateway.url}${api}/preview`, cookie, {
        method: "POST",
        body: "{}",
        headers: { "content-type": "application/json", ...headers },
      });
    const forgeries = [{}, { "x-csrf-token": "" }, { "x-csrf-token": await tokenOf(stranger.cookie) }];
    for (const headers of forgeries) {
      const answer = await post(headers as Record<string, string>);
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ code: "CSRF_REFUSED" });
    }
    // The body is at fault, not the token.
    expect((await post({ "x-csrf-token": await tokenOf(cookie) })).status).toBe(400);
  });

  it("gives way to a bearer token, which needs no other", async () => {
    const gateway = await open();
    const { cookie } = await signIn(gateway);
    const answer = await gateway.fetch("/scenario-generations/preview", {
      method: "POST",
      body: "{}",
      headers: { cookie },
    });
    expect(answer.status).toBe(400);
    expect((await go(gateway.url + api, cookie, { headers: { authorization: "Bearer x" } })).status).toBe(
      401,
    );
  });

  it("ends at sign-out, there and at the provider, but not for a forged request", async () => {
    const gateway = await open();
    const { cookie } = await signIn(gateway);
    const { csrfToken } = (await (await sessionOf(gateway, cookie)).json()) as Session;
    const leave = (headers: Record<string, string>) =>
      go(`${gateway.url}/auth/sign-out`, cookie, { method: "POST", headers });
    expect((await leave({})).status).toBe(403);
    const left = await leave({ "x-csrf-token": csrfToken });
    expect(left.headers.getSetCookie()[0]).toMatch(/^vivero_session=;.*Max-Age=0/);
    const { redirectTo } = (await left.json()) as { redirectTo: string };
    const target = new URL(redirectTo);
    expect(target.origin + target.pathname).toBe(`${provider.issuer}/end`);
    expect(target.searchParams.get("post_logout_redirect_uri")).toBe(publicUrl.href);
    expect(target.searchParams.get("id_token_hint")).not.toBeNull();
  });

  it("stays readable while maintenance is on, when the API answers 503", async () => {
    const gateway = await open();
    const { cookie } = await signIn(gateway);
    gateway.flags.set("maintenance_mode", true);
    expect((await sessionOf(gateway, cookie)).status).toBe(200);
    expect((await go(gateway.url + api, cookie)).status).toBe(503);
  });
});

describe("where one goes after signing in", () => {
  it("is a path of this site, never another site", () => {
    for (const path of ["/", "/scenarios/7?focus=skill-3#top", "/búsqueda?q=a%2Fb", "/a//b"])
      expect(new URL(localPath(path), "http://x").href).toBe(new URL(path, "http://x").href);
    const away = [
      undefined,
      "",
      "scenarios",
      "//evil.test",
      "/\\evil.test",
      "/\t/evil.test",
      "/.//evil.test",
      "/..//evil.test",
      "/%2e//evil.test",
      "https://evil.test/",
      "javascript:alert(1)",
      "\\\\evil.test",
      "/auth/sign-in",
    ];
    for (const path of away) expect(localPath(path), path).toBe("/");
  });

  it("stays on this site for any text", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."/\\.:@?#\t%2fevil") })),
        (text) => {
          const target = new URL(localPath(text), "http://vivero.test/page");
          expect(target.origin).toBe("http://vivero.test");
        },
      ),
    );
  });
});
