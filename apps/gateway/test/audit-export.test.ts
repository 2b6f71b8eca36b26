import { type AuditEvent, type AuditQuery, ViveroError } from "@vivero/contracts";
import { afterEach, describe, expect, it } from "vitest";
import { type OpenGateway, openGateway } from "./open-gateway.ts";
import { auditEvent } from "./sample.ts";

let gateway: OpenGateway;
afterEach(() => gateway.close());

const EVENTS = 3_000;

/** A long chain; every third event of the other chain's time. */
function chainOf(chain: AuditEvent["chain"], second: number, after: object = {}) {
  const asked: AuditQuery[] = [];
  const at = (id: number) => new Date(Date.UTC(2026, 0, 1, 0, id, second)).toISOString();
  const listAuditEvents = async (query: AuditQuery) => {
    asked.push(query);
    const { beforeId = EVENTS + 1, limit = 50 } = query;
    const ids = Array.from({ length: Math.min(limit, beforeId - 1) }, (_, index) => beforeId - 1 - index);
    const items = ids.map((id) => ({ ...auditEvent(chain, id, at(id)), after }));
    return { items, more: beforeId - 1 > limit };
  };
  return { asked, listAuditEvents };
}

describe("the audit as a file", () => {
  it("holds every event of both chains once, newest first, as JSON Lines", async () => {
    const [generation, catalog] = [chainOf("generation", 0), chainOf("catalog", 30)];
    gateway = await openGateway({ generation, catalog });
    const answer = await gateway.fetch("/audit-events/export?format=jsonl&action=scenario.accepted");
    expect(answer.headers.get("content-type")).toBe("application/jsonl; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toMatch(
      /^attachment; filename="vivero-audit-\d{4}-\d\d-\d\d\.jsonl"$/,
    );
    const lines = (await answer.text()).trimEnd().split("\n");
    const events = lines.map((line) => JSON.parse(line) as AuditEvent);
    expect(events).toHaveLength(2 * EVENTS);
    expect(new Set(events.map(({ chain, id }) => `${chain} ${id}`)).size).toBe(2 * EVENTS);
    const times = events.map(({ occurredAt }) => occurredAt);
    expect(times).toEqual(times.toSorted().reverse());
    for (const query of [...generation.asked, ...catalog.asked]) {
      expect(query.action).toBe("scenario.accepted");
      expect(query.limit).toBe(200);
    }
  });

  it("is a table that spreadsheets read and run nothing of, as CSV", async () => {
    const nasty = { name: '=cmd|"/c calc"!A1', reason: "Línea\nuno, dos" };
    gateway = await openGateway({
      generation: chainOf("generation", 0, nasty),
      catalog: { listAuditEvents: async () => ({ items: [], more: false }) },
    });
    const answer = await gateway.fetch("/audit-events/export?format=csv");
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 3).toString("hex")).toBe("efbbbf");
    const [head, first, ...more] = bytes.toString("utf8").slice(1).trimEnd().split("\r\n");
    expect(head).toMatch(/^occurredAt,chain,sequence,actorUserId,/);
    expect(more).toHaveLength(EVENTS - 1);
    expect(first).toContain(`"${JSON.stringify(nasty).replaceAll('"', '""')}"`);
    expect(first).not.toMatch(/(^|,)=/);
  });

  it("breaks off when a service goes away half-way, so that no half passes for the whole", async () => {
    const { listAuditEvents } = chainOf("generation", 0);
    gateway = await openGateway({
      generation: {
        listAuditEvents: async (query) => {
          if ((query.beforeId ?? EVENTS) < EVENTS / 2)
            throw new ViveroError("DEPENDENCY_UNAVAILABLE", "gone");
          return await listAuditEvents(query);
        },
      },
      catalog: { listAuditEvents: async () => ({ items: [], more: false }) },
    });
    const answer = await gateway.fetch("/audit-events/export?format=jsonl");
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
  });

  it("is a problem like any other when it cannot begin, and not for everybody", async () => {
    gateway = await openGateway({
      generation: {
        listAuditEvents: () => Promise.reject(new ViveroError("DEPENDENCY_UNAVAILABLE", "away")),
      },
    });
    const answer = await gateway.fetch("/audit-events/export?format=csv");
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: "DEPENDENCY_UNAVAILABLE" });
    expect((await gateway.fetch("/audit-events/export?format=xlsx")).status).toBe(400);
    expect((await gateway.fetch("/audit-events/export")).status).toBe(400);
    const planner = await gateway.fetch("/audit-events/export?format=csv", { roles: ["planner"] });
    expect(planner.status).toBe(403);
  });
});
