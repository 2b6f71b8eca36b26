import { ViveroError } from "@vivero/contracts";
import { afterEach, describe, expect, it } from "vitest";
import { type OpenGateway, openGateway } from "./open-gateway.ts";
import { request, summary } from "./sample.ts";

let gateway: OpenGateway;
afterEach(() => gateway.close());

describe("starting a generation", () => {
  it("answers 202 with its place, and hands the idempotency key on", async () => {
    const seen: unknown[] = [];
    gateway = await openGateway({
      generation: {
        create: async (input) => {
          seen.push(input.idempotencyKey);
          return { generation: summary, created: seen.length === 1 };
        },
      },
    });
    const post = () =>
      gateway.fetch("/scenario-generations", {
        method: "POST",
        headers: { "idempotency-key": "k-1" },
        body: JSON.stringify(request),
      });
    const first = await post();
    expect(first.status).toBe(202);
    expect(first.headers.get("location")).toBe("/api/strategic-planning/scenario-generations/12");
    expect(first.headers.get("idempotency-replayed")).toBeNull();
    expect((await post()).headers.get("idempotency-replayed")).toBe("true");
    expect(seen).toEqual(["k-1", "k-1"]);
  });

  it("refuses a body that is no JSON, no object of the contract, or sent as something else", async () => {
    gateway = await openGateway();
    const post = (body: string, type = "application/json") =>
      gateway.fetch("/scenario-generations", { method: "POST", body, headers: { "content-type": type } });
    for (const [body, type] of [
      ["{", undefined],
      ["[]", undefined],
      ["", undefined],
      ["{}", "text/plain"],
    ] as const) {
      const answer = await post(body, type);
      expect(answer.status, body).toBe(400);
      expect(await answer.json()).toMatchObject({ code: "INVALID_REQUEST" });
    }
    const wrong = await post(JSON.stringify({ ...request, horizon: { months: "many" }, mood: 1 }));
    expect(await wrong.json()).toMatchObject({
      errors: expect.arrayContaining([
        expect.objectContaining({ path: "horizon.months", message: "must be a whole number" }),
        expect.objectContaining({ path: "mood", messageEs: "no es un campo de este contrato" }),
      ]),
    });
  });

  it("refuses an idempotency key that is none", async () => {
    gateway = await openGateway();
    const answer = await gateway.fetch("/scenario-generations", {
      method: "POST",
      headers: { "idempotency-key": "x".repeat(201) },
      body: JSON.stringify(request),
    });
    expect(answer.status).toBe(400);
  });
});

describe("path and query", () => {
  it("refuse what is no id, no known parameter, or out of range", async () => {
    gateway = await openGateway({ generation: { list: async () => ({ items: [], nextCursor: null }) } });
    for (const path of [
      "/scenario-generations/abc",
      "/scenario-generations/0",
      "/scenario-generations/-1",
      "/scenario-generations/1e99",
      "/scenario-generations?limit=0",
      "/scenario-generations?limit=201",
      "/scenario-generations?limt=2",
      "/scenario-generations?status=lost",
      "/audit-events?cursor=forged",
    ]) {
      expect((await gateway.fetch(path)).status, path).toBe(400);
    }
    expect((await gateway.fetch("/scenario-generations?limit=200&status=complete&search=a%25b")).status).toBe(
      200,
    );
  });
});

describe("accepting", () => {
  const refusals = [
    ["GENERATION_NOT_COMPLETE", 409],
    ["IMPORT_DISABLED", 403],
    ["ANSWER_INVALID", 422],
    ["NOT_FOUND", 404],
  ] as const;

  it.each(refusals)("tells a refusal %s as %i, with its details", async (code, status) => {
    const errors = [{ path: "capabilities[0].name", message: "is required and missing" }];
    gateway = await openGateway({
      generation: {
        accept: async () => {
          throw new ViveroError(code, "Because.", { details: { errors } });
        },
      },
    });
    const answer = await gateway.fetch("/scenario-generations/5/accept", {
      method: "POST",
      body: '{"import":true}',
    });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code, detail: "Because.", status, errors });
  });

  it("takes an absent body as accept without import", async () => {
    let asked: unknown;
    gateway = await openGateway({
      generation: {
        accept: async (input) => {
          asked = input;
          throw new ViveroError("NOT_FOUND", "none");
        },
      },
    });
    await gateway.fetch("/scenario-generations/5/accept", { method: "POST" });
    expect(asked).toEqual({ id: 5, import: false });
  });
});

describe("the unredacted prompt", () => {
  it("is shown to auditors, in their name, and told as absent where it was not stored", async () => {
    const seen: unknown[] = [];
    gateway = await openGateway({
      generation: {
        rawPrompt: async ({ id }, { actor }) => {
          seen.push({ id, userId: actor.userId, organizationId: actor.organizationId });
          if (id === 5) throw new ViveroError("NOT_FOUND", "There is no unredacted prompt of generation 5.");
          return { generationId: id, prompt: "Ask ana@example.com" };
        },
      },
    });
    const shown = await gateway.fetch("/scenario-generations/12/raw-prompt", { roles: ["auditor"] });
    expect(shown.status).toBe(200);
    expect(shown.headers.get("cache-control")).toBe("no-store");
    expect(await shown.json()).toEqual({ generationId: 12, prompt: "Ask ana@example.com" });
    const absent = await gateway.fetch("/scenario-generations/5/raw-prompt", { roles: ["auditor"] });
    expect(absent.status).toBe(404);
    expect(await absent.text()).not.toContain("example.com");
    for (const role of ["planner", "reviewer", "operator"] as const) {
      const refused = await gateway.fetch("/scenario-generations/12/raw-prompt", { roles: [role] });
      expect(refused.status, role).toBe(403);
    }
    expect(seen).toEqual([12, 5].map((id) => ({ id, userId: 7, organizationId: 3 })));
  });
});

describe("a service that is away", () => {
  it("is a 503 that says to try again, and nothing of addresses or stacks", async () => {
    gateway = await openGateway();
    await gateway.stopCatalog();
    const answer = await gateway.fetch("/scenarios/1/incubation");
    const text = await answer.text();
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("5");
    expect(text).toContain("DEPENDENCY_UNAVAILABLE");
    expect(text).not.toMatch(/127\.0\.0\.1|ECONNREFUSED|\.ts:/);
  });
});
