import { type CatalogApi, type ReviewResult, type Role, ViveroError } from "@vivero/contracts";
import { afterEach, describe, expect, it } from "vitest";
import { type OpenGateway, openGateway } from "./open-gateway.ts";

let gateway: OpenGateway;
afterEach(() => gateway.close());

const counts = { capabilities: 0, competencies: 0, skills: 0 };
const result: ReviewResult = {
  decisionId: null,
  action: "merge",
  changed: [],
  counts: { in_incubation: counts, active: counts, merged: counts, rejected: counts },
  unchanged: 0,
  conflicts: [],
  remaining: 3,
};

/** A catalog that notes what it is asked for. */
function noting(seen: unknown[]): Partial<CatalogApi> {
  const note =
    <T>(answer: T) =>
    async (input: unknown) => {
      seen.push(input);
      return answer;
    };
  const lease = { capabilityId: 4, userId: 7, userName: "Ana", expiresAt: "2026-02-01T10:05:00.000Z" };
  return {
    merge: note(result),
    preview: note(result),
    takeLease: note(lease),
    releaseLease: note({}),
    similar: note({ items: [] }),
  };
}

const routes: [method: string, path: string, body: object | undefined, input: object][] = [
  [
    "POST",
    "/scenarios/3/incubation/merge",
    { items: [{ type: "skill", id: 5, intoId: 9 }] },
    { scenarioId: 3, items: [{ type: "skill", id: 5, intoId: 9 }] },
  ],
  [
    "POST",
    "/scenarios/3/incubation/preview",
    { action: "approve", all: true },
    { scenarioId: 3, action: "approve", all: true },
  ],
  ["POST", "/scenarios/3/incubation/leases", { capabilityId: 4 }, { scenarioId: 3, capabilityId: 4 }],
  ["DELETE", "/scenarios/3/incubation/leases/4", undefined, { scenarioId: 3, capabilityId: 4 }],
  [
    "GET",
    "/catalog/skills/similar?name=datos&limit=5",
    undefined,
    { type: "skill", name: "datos", limit: 5 },
  ],
];
const send = (method: string, path: string, body: object | undefined, roles: Role[] = ["reviewer"]) =>
  gateway.fetch(path, { method, roles, ...(body && { body: JSON.stringify(body) }) });

describe("review over HTTP", () => {
  it.each(routes)("hands %s %s on as it was asked", async (method, path, body, input) => {
    const seen: unknown[] = [];
    gateway = await openGateway({ catalog: noting(seen) });
    const answer = await send(method, path, body);
    expect([answer.status, seen]).toEqual([method === "DELETE" ? 204 : 200, [input]]);
  });

  it.each(routes.slice(0, 4))("refuses %s %s to a planner, and says who may", async (method, path, body) => {
    gateway = await openGateway({ catalog: noting([]) });
    const answer = await send(method, path, body, ["planner"]);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining("reviewer") });
  });

  it("tells a branch that somebody holds as 409, with the holder", async () => {
    const holder = { capabilityId: 4, userId: 8, userName: "Luis", expiresAt: "2026-02-01T10:05:00.000Z" };
    gateway = await openGateway({
      catalog: {
        takeLease: async () => {
          throw new ViveroError("LEASED", "Luis is reviewing this branch.", { details: { holder } });
        },
      },
    });
    const answer = await send("POST", "/scenarios/3/incubation/leases", { capabilityId: 4 });
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({
      code: "LEASED",
      holder,
      detail: expect.stringContaining("Luis"),
    });
  });

  it("edits by kind and id, and refuses what is no field, no kind and no change", async () => {
    const seen: unknown[] = [];
    gateway = await openGateway({
      catalog: {
        edit: async (input) => {
          seen.push(input);
          throw new ViveroError("REVIEW_CONFLICT", "It is active already.");
        },
      },
    });
    const edit = (path: string, body: object) => send("PATCH", `/scenarios/3/incubation/${path}`, body);
    expect((await edit("skill/5", { name: "Datos" })).status).toBe(409);
    expect(seen).toEqual([{ scenarioId: 3, type: "skill", id: 5, changes: { name: "Datos" } }]);
    for (const [path, body] of [
      ["skill/5", {}],
      ["skill/5", { name: " " }],
      ["skill/5", { name: "x".repeat(501) }],
      ["skill/5", { status: "active" }],
      ["capability/5", { level: 6 }],
      ["planet/5", { name: "Datos" }],
      ["skill/0", { name: "Datos" }],
    ] as const) {
      expect((await edit(path, body)).status, `${path} ${JSON.stringify(body).slice(0, 40)}`).toBe(400);
    }
  });

  it("finds one of the catalog by its id, and tells what is not there as 404", async () => {
    gateway = await openGateway({
      catalog: {
        detail: async ({ type, id }) => {
          throw new ViveroError("NOT_FOUND", `There is no active ${type} ${id}.`);
        },
      },
    });
    const answer = await send("GET", "/catalog/competencies/12", undefined);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ detail: "There is no active competency 12." });
  });
});
