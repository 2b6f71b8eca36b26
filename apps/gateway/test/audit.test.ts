import type { AuditEvent, AuditQuery } from "@vivero/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergedAuditPage } from "../src/merged-audit.ts";
import type { Services } from "../src/services.ts";
import { auditEvent } from "./sample.ts";

/** A chain that answers as a service does: newest first, before an id, a limit at a time. */
function chainOf(events: readonly AuditEvent[]) {
  const query = async ({ beforeId = Number.POSITIVE_INFINITY, limit = 50 }: AuditQuery) => {
    const older = events.filter(({ id }) => id < beforeId).sort((a, b) => b.id - a.id);
    return { items: older.slice(0, limit), more: older.length > limit };
  };
  return { audit: { list: { query } } };
}

function servicesOf(generation: readonly AuditEvent[], catalog: readonly AuditEvent[]): Services {
  return { generation: chainOf(generation), catalog: chainOf(catalog) } as unknown as Services;
}

async function readAll(services: Services, limit: number): Promise<AuditEvent[]> {
  const read: AuditEvent[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: AuditEvent[]; nextCursor: string | null } = (await mergedAuditPage(
      { limit, ...(cursor === null ? {} : { cursor }) },
      services,
    )) as never;
    read.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return read;
}

const minutes = fc
  .array(fc.integer({ min: 0, max: 59 }), { maxLength: 12 })
  .map((list) => list.sort((a, b) => a - b));
const chain = (name: AuditEvent["chain"], times: readonly number[]) =>
  times.map((minute, index) =>
    auditEvent(name, index + 1, `2026-01-01T00:${String(minute).padStart(2, "0")}:00.000Z`),
  );

describe("the audit of both services", () => {
  it("is one list by time, each event once, whatever the page size", async () => {
    await fc.assert(
      fc.asyncProperty(
        minutes,
        minutes,
        fc.integer({ min: 1, max: 9 }),
        async (generationTimes, catalogTimes, limit) => {
          const generation = chain("generation", generationTimes);
          const catalog = chain("catalog", catalogTimes);
          const read = await readAll(servicesOf(generation, catalog), limit);
          const times = read.map(({ occurredAt }) => occurredAt);
          expect(times).toEqual([...times].sort().reverse());
          const keys = read.map(({ chain, id }) => `${chain} ${id}`);
          expect(new Set(keys).size).toBe(keys.length);
          expect(keys.length).toBe(generation.length + catalog.length);
        },
      ),
    );
  });
});
