import { randomInt } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../connection/open-database.ts";
import { migrateLatest } from "../migrator/migrate-latest.ts";
import { countStatements, createTestDatabase, type TestDatabase } from "../testing/index.ts";
import { type AuditEvent, appendAuditEvents, appendToChains } from "./append-audit-events.ts";
import { canonicalJson } from "./canonical-json.ts";
import { hashEvent } from "./event-hash.ts";
import { listAuditEvents } from "./list-audit-events.ts";
import { verifyAuditChain } from "./verify-audit-chain.ts";

let testDatabase: TestDatabase;
let service: Database;
let superuser: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase({ migrated: false });
  await migrateLatest({ urls: { generation: testDatabase.ownerUrl, catalog: testDatabase.ownerUrl } });
  service = openDatabase({ url: testDatabase.generationUrl, applicationName: "test", poolSize: 20 });
  superuser = openDatabase({ url: testDatabase.superuserUrl, applicationName: "test", poolSize: 2 });
});

afterAll(async () => {
  await service.close();
  await superuser.close();
  await testDatabase.drop();
});

const newOrganization = () => randomInt(1, 2 ** 40);
const at = new Date("2026-02-07T12:00:00.123Z");

function append(organizationId: number, events: AuditEvent[], userId = 7): Promise<void> {
  return service.tenant(organizationId, (trx) =>
    appendAuditEvents(
      trx,
      {
        schema: "generation",
        organizationId,
        actor: { userId, roles: ["planner", "reviewer"] },
        requestId: "request-1",
        at,
      },
      events,
    ),
  );
}

function verify(organizationId: number, pageSize = 3) {
  return service.tenant(organizationId, (trx) =>
    verifyAuditChain(trx, { schema: "generation", organizationId, pageSize }),
  );
}

function list(
  organizationId: number,
  filter: Omit<Parameters<typeof listAuditEvents>[2], "limit"> = {},
  limit = 100,
) {
  return service.tenant(organizationId, (trx) =>
    listAuditEvents(trx, { schema: "generation", organizationId }, { ...filter, limit }),
  );
}

function numbered(count: number): AuditEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    action: "scenario.accepted",
    entityType: "scenario",
    entityId: index + 1,
    scenarioId: index + 1,
    before: { status: "draft", note: null },
    after: { status: "active", score: 0.1 + index, name: "Transformación 🌱" },
  }));
}

/** Runs SQL with the triggers off, as somebody who means harm and has the power would. */
async function tamper(
  sql: string | string[],
  bindings: Record<string, string | number | Buffer>,
): Promise<void> {
  await superuser.knex.transaction(async (trx) => {
    await trx.raw("SET LOCAL session_replication_role = replica");
    for (const statement of [sql].flat()) await trx.raw(statement, bindings);
  });
}

describe("appending", () => {
  it("numbers events without gaps and links each to the one before", async () => {
    const organizationId = newOrganization();
    await append(organizationId, numbered(2));
    await append(organizationId, numbered(3));

    const { events } = await list(organizationId);
    expect(events.map((event) => event.sequence)).toEqual([5, 4, 3, 2, 1]);
    expect(events.at(-1)).toMatchObject({
      occurredAt: at,
      actorUserId: 7,
      actorRoles: ["planner", "reviewer"],
      action: "scenario.accepted",
      entityType: "scenario",
      entityId: 1,
      generationId: null,
      requestId: "request-1",
      after: { status: "active", score: 0.1, name: "Transformación 🌱" },
    });
    expect(await verify(organizationId)).toEqual({
      verified: true,
      events: 5,
      head: { sequence: 5, hash: events[0]?.hash },
    });
  });

  it("takes the same two statements for one event and for two thousand, first or not", async () => {
    const organizationId = newOrganization();
    const counts = [];
    for (const count of [1, 1, 2_000]) {
      const { statements } = await countStatements(service, () => append(organizationId, numbered(count)));
      counts.push(statements.length);
    }
    const empty = await countStatements(service, () => append(organizationId, []));
    expect(counts.map((count) => count - empty.statements.length)).toEqual([2, 2, 2]);
    expect(await verify(organizationId, 500)).toMatchObject({ verified: true, events: 2_002 });
  });

  it("goes on with the chains of many organizations in the same two statements", async () => {
    const organizations = Array.from({ length: 50 }, newOrganization);
    const [first = 0, second = 0] = organizations;
    await append(first, numbered(2));
    const owner = openDatabase({ url: testDatabase.ownerUrl, applicationName: "test", poolSize: 2 });
    const act = { schema: "generation", actor: { userId: 7, roles: [] }, requestId: "all", at } as const;
    const events = new Map(organizations.map((id, index) => [id, numbered(index === 1 ? 0 : 3)]));
    const appendToAll = () => owner.knex.transaction((trx) => appendToChains(trx, act, events));
    const counted = await countStatements(owner, appendToAll);
    expect(counted.statements).toHaveLength(4);
    // Two that take the same chains in parallel wait for one another.
    await Promise.all([appendToAll(), appendToAll()]);
    await owner.close();
    expect(await verify(first)).toMatchObject({ verified: true, events: 11 });
    expect(await verify(second)).toMatchObject({ verified: true, events: 0 });
    for (const id of organizations.slice(2)) {
      expect(await verify(id)).toMatchObject({ verified: true, events: 9 });
    }
  });

  it("leaves nothing when the caller's transaction fails", async () => {
    const organizationId = newOrganization();
    await append(organizationId, numbered(1));
    const failing = service.tenant(organizationId, async (trx) => {
      await appendAuditEvents(
        trx,
        { schema: "generation", organizationId, actor: { userId: 7, roles: [] }, requestId: "request-2", at },
        numbered(2),
      );
      throw new Error("refused after all");
    });
    await expect(failing).rejects.toThrow("refused after all");
    expect(await verify(organizationId)).toMatchObject({ verified: true, events: 1 });
  });

  it("keeps one gapless chain when twenty transactions append at once", async () => {
    const organizationId = newOrganization();
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => append(organizationId, numbered((index % 4) + 1), index + 1)),
    );
    expect(await verify(organizationId)).toMatchObject({
      verified: true,
      events: 50,
      head: { sequence: 50 },
    });
  });

  it("gives the same hash for whatever JSON comes back from jsonb", async () => {
    const organizationId = newOrganization();
    const json = fc.jsonValue({ maxDepth: 4, stringUnit: "binary" }).filter(canBeStored);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ before: json, after: json }), { maxLength: 5 }),
        async (changes) => {
          await append(
            organizationId,
            changes.map((change) => ({ action: "edit", entityType: "skill", ...change })),
          );
          expect(await verify(organizationId, 1_000)).toMatchObject({ verified: true });
        },
      ),
      { numRuns: 60 },
    );
  });

  it("refuses text that PostgreSQL cannot store, and says where it is", async () => {
    const organizationId = newOrganization();
    const event = { action: "edit", entityType: "skill", after: { name: "a\0b" } };
    await expect(append(organizationId, [event])).rejects.toThrow("$.after.name");
  });
});

function canBeStored(value: unknown): boolean {
  try {
    canonicalJson(value);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

describe("listing", () => {
  it("filters by every field and pages from the latest to the first", async () => {
    const organizationId = newOrganization();
    await append(organizationId, numbered(7));
    await append(
      organizationId,
      [{ action: "generation.queued", entityType: "generation", generationId: 3 }],
      8,
    );

    const first = await list(organizationId, { entityType: "scenario" }, 3);
    expect(first.events.map((event) => event.entityId)).toEqual([7, 6, 5]);
    const second = await list(organizationId, { entityType: "scenario", cursor: first.nextCursor ?? 0 }, 3);
    expect(second.events.map((event) => event.entityId)).toEqual([4, 3, 2]);
    const third = await list(organizationId, { entityType: "scenario", cursor: second.nextCursor ?? 0 }, 3);
    expect(third).toMatchObject({ events: [{ entityId: 1 }], nextCursor: null });

    const sequencesOf = async (filter: Parameters<typeof list>[1]) =>
      (await list(organizationId, filter)).events.map((event) => event.sequence);
    expect(await sequencesOf({ actorUserId: 8 })).toEqual([8]);
    expect(await sequencesOf({ generationId: 3 })).toEqual([8]);
    expect(await sequencesOf({ scenarioId: 4 })).toEqual([4]);
    expect(await sequencesOf({ entityType: "scenario", entityId: 2 })).toEqual([2]);
    expect(await sequencesOf({ action: "generation.queued", from: at })).toEqual([8]);
    expect(await sequencesOf({ to: at })).toEqual([]);
  });

  it("shows an organization nothing of another", async () => {
    const [one, other] = [newOrganization(), newOrganization()];
    await append(one, numbered(2));
    expect(await list(other)).toEqual({ events: [], nextCursor: null });
    const asked = await service.tenant(other, (trx) =>
      listAuditEvents(trx, { schema: "generation", organizationId: one }, { limit: 5 }),
    );
    expect(asked.events).toEqual([]);
  });
});

describe("append-only", () => {
  it.each(["service", "owner", "superuser"] as const)(
    "refuses the %s to change or remove events",
    async (role) => {
      const organizationId = newOrganization();
      await append(organizationId, numbered(2));
      const url = {
        service: testDatabase.generationUrl,
        owner: testDatabase.ownerUrl,
        superuser: testDatabase.superuserUrl,
      }[role];
      const db = openDatabase({ url, applicationName: "test", poolSize: 1 });
      const attempt = (sql: string) => db.tenant(organizationId, (trx) => trx.raw(sql));
      const refused = /append-only|permission denied/;
      const own = `WHERE organization_id = ${organizationId}`;
      await expect(attempt(`UPDATE generation.audit_events SET action = 'x' ${own}`)).rejects.toThrow(
        refused,
      );
      await expect(attempt(`DELETE FROM generation.audit_events ${own}`)).rejects.toThrow(refused);
      await expect(attempt("TRUNCATE generation.audit_events")).rejects.toThrow(refused);
      await expect(attempt(`UPDATE generation.audit_chains SET sequence = 1 ${own}`)).rejects.toThrow(
        refused,
      );
      await expect(attempt(`DELETE FROM generation.audit_chains ${own}`)).rejects.toThrow(refused);
      await expect(attempt("TRUNCATE generation.audit_chains")).rejects.toThrow(refused);
      await db.close();
      expect(await verify(organizationId)).toMatchObject({ verified: true, events: 2 });
    },
  );
});

describe("verifying", () => {
  it("holds for an organization without events", async () => {
    expect(await verify(newOrganization())).toEqual({ verified: true, events: 0, head: null });
  });

  const events = "generation.audit_events";
  const own = "organization_id = :organizationId";
  it.each([
    ["a changed value", `UPDATE ${events} SET after = '{}' WHERE ${own} AND sequence = 5`, 5, "changed"],
    [
      "a changed actor",
      `UPDATE ${events} SET actor_user_id = 9 WHERE ${own} AND sequence = 10`,
      10,
      "changed",
    ],
    [
      "a changed time",
      `UPDATE ${events} SET occurred_at = occurred_at + interval '1 ms' WHERE ${own} AND sequence = 1`,
      1,
      "changed",
    ],
    ["a removed event", `DELETE FROM ${events} WHERE ${own} AND sequence = 4`, 4, "missing"],
    ["a removed first event", `DELETE FROM ${events} WHERE ${own} AND sequence = 1`, 1, "missing"],
    ["a removed end", `DELETE FROM ${events} WHERE ${own} AND sequence > 8`, 9, "missing"],
    ["all events removed", `DELETE FROM ${events} WHERE ${own}`, 1, "missing"],
    [
      "two events that changed places",
      [
        `UPDATE ${events} SET sequence = 100 WHERE ${own} AND sequence = 3`,
        `UPDATE ${events} SET sequence = 3 WHERE ${own} AND sequence = 6`,
        `UPDATE ${events} SET sequence = 6 WHERE ${own} AND sequence = 100`,
      ],
      3,
      "changed",
    ],
    [
      "an id that shows an event later than it was",
      `UPDATE ${events} SET id = id + 1000000 WHERE ${own} AND sequence = 3`,
      4,
      "reordered",
    ],
    [
      "an event put in after the last",
      `INSERT INTO ${events} (organization_id, sequence, occurred_at, actor_roles, action, entity_type, actor_user_id, request_id, previous_hash, hash)
       SELECT organization_id, 11, occurred_at, actor_roles, action, entity_type, actor_user_id, request_id, hash, hash FROM ${events} WHERE ${own} AND sequence = 10`,
      11,
      "beyond-head",
    ],
    [
      "an event replaced by a copy of another",
      `UPDATE ${events} AS event SET (action, entity_id, scenario_id, before, after, previous_hash, hash, sequence) =
         (SELECT action, entity_id, scenario_id, before, after, previous_hash, hash, 5 FROM ${events} WHERE ${own} AND sequence = 4)
       WHERE ${own} AND sequence = 5`,
      5,
      "changed",
    ],
    [
      "a head that names another hash",
      `UPDATE generation.audit_chains SET hash = decode(repeat('ab', 32), 'hex') WHERE ${own}`,
      10,
      "head-mismatch",
    ],
    ["a head set back", `UPDATE generation.audit_chains SET sequence = 8 WHERE ${own}`, 8, "head-mismatch"],
    ["a removed head", `DELETE FROM generation.audit_chains WHERE ${own}`, 1, "head-missing"],
  ])("finds %s", async (_what, sql, sequence, reason) => {
    const organizationId = newOrganization();
    await append(organizationId, numbered(10));
    await tamper(sql, { organizationId });
    expect(await verify(organizationId)).toMatchObject({ verified: false, firstBreak: { sequence, reason } });
  });

  it("finds an event that was rewritten together with its own hash", async () => {
    const organizationId = newOrganization();
    await append(organizationId, numbered(10));
    const { events: listed } = await list(organizationId);
    const [original, previous] = [4, 3].map((sequence) =>
      listed.find((event) => event.sequence === sequence),
    );
    if (original === undefined || previous === undefined) throw new Error("the chain is too short");
    const { id: _id, hash: _hash, ...content } = original;
    const hash = hashEvent({ ...content, organizationId, after: {} }, Buffer.from(previous.hash, "hex"));
    await tamper(`UPDATE ${events} SET after = '{}', hash = :hash WHERE ${own} AND sequence = 4`, {
      organizationId,
      hash,
    });
    expect(await verify(organizationId)).toMatchObject({
      verified: false,
      events: 4,
      firstBreak: { sequence: 5, reason: "unlinked" },
    });
  });
});
