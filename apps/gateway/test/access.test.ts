import { createHash } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { type Given, type OpenGateway, openGateway } from "./open-gateway.ts";

let gateway: OpenGateway;
afterEach(() => gateway.close());

const emptyPage = { items: [], nextCursor: null };
const open = async (given: Given = {}) => {
  gateway = await openGateway({ generation: { list: async () => emptyPage }, ...given });
};
const list = (authorization?: string) =>
  fetch(
    `${gateway.url}/api/strategic-planning/scenario-generations`,
    authorization ? { headers: { authorization } } : {},
  );

describe("signing in", () => {
  it("lets a token of the provider in, with its person and organization", async () => {
    let seen: unknown;
    await open({
      generation: {
        list: async (_, { actor }) => {
          seen = actor;
          return emptyPage;
        },
      },
    });
    expect((await list(`Bearer ${await gateway.token(["planner"])}`)).status).toBe(200);
    expect(seen).toEqual({ userId: 7, organizationId: 3, roles: ["planner"] });
  });

  it("refuses a request without a token, and says how to send one", async () => {
    await open();
    const answer = await list();
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toContain("Bearer");
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await answer.json()).toMatchObject({
      code: "UNAUTHENTICATED",
      detail: expect.stringContaining("Authorization"),
    });
  });

  it("refuses tokens that are forged, expired, for somebody else or without a person", async () => {
    await open();
    const person = { sub: "7", organization_id: 3, roles: ["planner"] };
    const wrong = [
      "nonsense",
      await gateway.sign(person, { stranger: true }),
      await gateway.sign(person, { expiresIn: "-1m" }),
      await gateway.sign({ ...person, aud: "another" }),
      await gateway.sign({ ...person, iss: "another" }),
      await gateway.sign({ ...person, sub: "ana" }),
      await gateway.sign({ ...person, organization_id: "3 OR 1=1" }),
      await gateway.sign({ ...person, roles: ["god"] }),
    ];
    for (const token of wrong) expect((await list(`Bearer ${token}`)).status, token).toBe(401);
  });

  it("tells a person without the permission who has it", async () => {
    await open();
    const answer = await gateway.fetch("/scenarios/1/incubation/approve", {
      method: "POST",
      roles: ["planner"],
      body: JSON.stringify({ all: true }),
    });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({
      code: "FORBIDDEN",
      detail: expect.stringContaining("reviewer"),
    });
  });
});

describe("limits", () => {
  it("refuse a subject's requests over the rate, with the seconds to wait, and no one else's", async () => {
    await open({ perMinute: 2 });
    const statuses = [];
    for (let n = 0; n < 3; n++) statuses.push((await gateway.fetch("/scenario-generations")).status);
    expect(statuses).toEqual([200, 200, 429]);
    const refused = await gateway.fetch("/scenario-generations");
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await list(`Bearer ${await gateway.token(["planner"], { sub: "8" })}`)).status).toBe(200);
  });

  it("slow down those who guess tokens", async () => {
    await open({ perMinute: 2 });
    const statuses = [];
    for (let n = 0; n < 3; n++) statuses.push((await list(`Bearer guess${n}`)).status);
    expect(statuses).toEqual([401, 401, 429]);
  });

  it("refuse a body that is too large", async () => {
    await open({ bodyLimitBytes: 1_000 });
    const answer = await gateway.fetch("/scenario-generations", {
      method: "POST",
      body: JSON.stringify({ a: "x".repeat(2_000) }),
    });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code: "PAYLOAD_TOO_LARGE" });
  });

  it("end a request that takes too long", async () => {
    await open({ requestTimeoutMs: 50, generation: { list: () => new Promise(() => undefined) } });
    const answer = await gateway.fetch("/scenario-generations");
    expect(answer.status).toBe(504);
    expect(await answer.json()).toMatchObject({ code: "REQUEST_TIMEOUT" });
  });
});

describe("maintenance", () => {
  it("closes the API but not its health and documentation, and lets the operator's secret through", async () => {
    await open();
    gateway.flags.set("maintenance_mode", true);
    const closed = await gateway.fetch("/scenario-generations");
    expect(closed.status).toBe(503);
    expect(closed.headers.get("retry-after")).toBe("60");
    expect(await closed.json()).toMatchObject({ code: "MAINTENANCE" });
    for (const path of ["/healthz", "/readyz", "/metrics", "/openapi.json", "/docs"]) {
      expect((await fetch(gateway.url + path)).status, path).toBe(200);
    }
    const through = await gateway.fetch("/scenario-generations", {
      headers: { "x-maintenance-bypass": "let the operator through" },
    });
    expect(through.status).toBe(200);
    const guessed = await gateway.fetch("/scenario-generations", {
      headers: { "x-maintenance-bypass": "guess" },
    });
    expect(guessed.status).toBe(503);
  });

  it("lets through who has the secret that this maintenance was begun with", async () => {
    await open();
    const secret = "only for tonight's maintenance";
    const bypassDigest = createHash("sha256").update(secret).digest("hex");
    const answerTo = async (bypass: string) => {
      const headers = { "x-maintenance-bypass": bypass };
      return (await gateway.fetch("/scenario-generations", { headers })).status;
    };
    gateway.flags.setMaintenance({ bypassDigest });
    expect(await answerTo(secret)).toBe(200);
    expect(await answerTo("let the operator through")).toBe(200);
    expect(await answerTo(bypassDigest)).toBe(503);
    gateway.flags.setMaintenance({});
    expect(await answerTo(secret)).toBe(503);
  });

  it("is told by each replica, without the secret", async () => {
    await open();
    const ask = async () => (await (await fetch(`${gateway.url}/maintenance`)).json()) as object;
    const before = await ask();
    expect(before).toEqual({ replica: expect.any(String), on: false });
    gateway.flags.setMaintenance({
      message: "Volvemos a las 12",
      retryAfterSeconds: 600,
      bypassDigest: "0f".repeat(32),
    });
    expect(await ask()).toEqual({
      ...before,
      on: true,
      message: "Volvemos a las 12",
      retryAfterSeconds: 600,
    });
  });
});

describe("every answer", () => {
  it("carries the request id and headers that protect its reader", async () => {
    await open();
    const answer = await gateway.fetch("/scenario-generations", {
      headers: { "x-request-id": "from-outside-1" },
    });
    expect(answer.headers.get("x-request-id")).toBe("from-outside-1");
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    const nowhere = await gateway.fetch("/nowhere");
    expect(nowhere.status).toBe(404);
    expect(await nowhere.json()).toMatchObject({
      code: "NOT_FOUND",
      requestId: nowhere.headers.get("x-request-id"),
    });
  });
});
