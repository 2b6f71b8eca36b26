import type { Session } from "@vivero/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEMO_PASSWORD, DEMO_PEOPLE } from "../src/identity/demo-people.ts";
import { FakeBrowser } from "./fake-browser.ts";
import { openStack, type TestStack } from "./open-stack.ts";

let system: TestStack;
let gateway: string;

beforeAll(async () => {
  system = await openStack({ without: ["unleash"] });
  gateway = system.stack.info().gatewayUrl;
}, 120_000);
afterAll(() => system.close());

async function signIn(username: string, returnTo = "/scenarios?status=active#top") {
  const browser = new FakeBrowser();
  const page = await browser.open(`${gateway}/auth/sign-in?return_to=${encodeURIComponent(returnTo)}`);
  const arrived = await browser.submit(page, `value="${username}"`);
  return { browser, page, arrived };
}

async function sessionOf(browser: FakeBrowser): Promise<Session> {
  return (await (await browser.send(`${gateway}/auth/session`)).json()) as Session;
}

describe("signing in with the local provider", () => {
  it.each(DEMO_PEOPLE)("takes $username by one button, as $role of $organizationName", async (person) => {
    const { browser, arrived } = await signIn(person.username);
    expect(arrived.url).toBe(`${gateway}/scenarios?status=active#top`);
    const { user, expiresAt } = await sessionOf(browser);
    expect(user).toMatchObject({
      userId: person.userId,
      organizationId: person.organizationId,
      name: person.name,
      organizationName: person.organizationName,
      roles: [person.role],
    });
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(8 * 3_600_000);
  });

  it("takes a user name and password too, and says when they are wrong", async () => {
    const browser = new FakeBrowser("es-ES,es;q=0.9,en;q=0.8");
    const page = await browser.open(`${gateway}/auth/sign-in`);
    expect(page.html).toContain('<html lang="es">');
    const refused = await browser.submit(page, 'type="password"', { username: "ana", password: "guess" });
    expect(refused.status).toBe(401);
    expect(refused.html).toContain("no son correctos");
    const arrived = await browser.submit(refused, 'type="password"', {
      username: "ana",
      password: DEMO_PASSWORD,
    });
    expect(arrived.url).toBe(`${gateway}/`);
  });

  it("lets the cookie use the API, and ends both sessions at sign-out, so that another person can sign in", async () => {
    const { browser } = await signIn("ana");
    expect((await browser.send(`${gateway}/api/strategic-planning/scenarios`)).status).toBe(200);
    const { csrfToken } = await sessionOf(browser);
    const left = await browser.send(`${gateway}/auth/sign-out`, {
      method: "POST",
      headers: { "x-csrf-token": csrfToken },
    });
    const { redirectTo } = (await left.json()) as { redirectTo: string };
    const goodbye = await browser.open(redirectTo);
    expect((await browser.submit(goodbye, "xsrf")).url).toBe(`${gateway}/`);
    expect((await browser.send(`${gateway}/auth/session`)).status).toBe(401);
    expect((await browser.open(`${gateway}/auth/sign-in`)).html).toContain("Luis Herrera");
  });

  it("brings somebody who came by another name of this machine to the public one", async () => {
    const browser = new FakeBrowser();
    const asked = `${gateway.replace("127.0.0.1", "localhost")}/auth/sign-in?return_to=/audit`;
    const first = await browser.send(asked);
    expect(first.headers.get("location")).toBe(`${gateway}/auth/sign-in?return_to=/audit`);
  });
});
