import type { Knex } from "knex";
import type { Schema } from "../migrator/migration-files.ts";
import { CHAIN_START, hashEvent } from "./event-hash.ts";

/** Who acts, or on whose behalf a job does. */
export type AuditActor = { readonly userId: number; readonly roles: readonly string[] };

/** What all events of one use case share. */
export type AuditContext = {
  schema: Schema;
  organizationId: number;
  actor: AuditActor;
  requestId: string;
  /** From the use case's clock; kept to the millisecond. */
  at: Date;
};

/** One change of state. `before` and `after` are JSON values; null or absent where there is none. */
export type AuditEvent = {
  /** What was done, like `scenario.accepted`. */
  action: string;
  /** What it was done to, like `scenario`, `skill`. */
  entityType: string;
  entityId?: number | null | undefined;
  scenarioId?: number | null | undefined;
  generationId?: number | null | undefined;
  before?: unknown;
  after?: unknown;
};

/**
 * Appends events to the organization's chain, in their order, within the caller's transaction.
 *
 * Three statements, however many events: the head is locked (others of this organization and schema wait until the
 * caller's transaction ends, so call it late), all events go in with one insert, the head moves on. No events: none.
 *
 * @throws TypeError when `before` or `after` hold what jsonb cannot: NaN, NUL characters, … (see `canonicalJson`)
 */
export async function appendAuditEvents(
  trx: Knex.Transaction,
  context: AuditContext,
  events: readonly AuditEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const { schema, organizationId } = context;
  const head = await lockHead(trx, schema, organizationId);
  const { rows, hash } = chain(context, events, head);
  await insertEvents(trx, context, rows);
  await trx.raw(
    `UPDATE ${schema}.audit_chains SET sequence = ?, hash = ?, updated_at = ? WHERE organization_id = ?`,
    [head.sequence + events.length, hash, context.at, organizationId],
  );
}

type Head = { sequence: number; hash: Buffer };

/** Makes the head where there is none, so that an organization's first event takes no more statements than others. */
async function lockHead(trx: Knex.Transaction, schema: Schema, organizationId: number): Promise<Head> {
  const { rows } = await trx.raw(
    `INSERT INTO ${schema}.audit_chains AS head (organization_id, sequence, hash) VALUES (?, 0, ?)
     ON CONFLICT (organization_id) DO UPDATE SET updated_at = head.updated_at
     RETURNING sequence, hash`,
    [organizationId, CHAIN_START],
  );
  return { sequence: Number(rows[0].sequence), hash: rows[0].hash };
}

/** The events as one JSON text for `jsonb_to_recordset`, and the hash of the last one. */
function chain(
  context: AuditContext,
  events: readonly AuditEvent[],
  head: Head,
): { rows: string; hash: Buffer } {
  let previous = head.hash;
  const rows = events.map((event, index) => {
    const content = {
      sequence: head.sequence + index + 1,
      action: event.action,
      entityType: event.entityType,
      entityId: event.entityId ?? null,
      scenarioId: event.scenarioId ?? null,
      generationId: event.generationId ?? null,
      before: event.before ?? null,
      after: event.after ?? null,
    };
    const hash = hashEvent(
      {
        ...content,
        chain: context.schema,
        organizationId: context.organizationId,
        occurredAt: context.at,
        actorUserId: context.actor.userId,
        actorRoles: context.actor.roles,
        requestId: context.requestId,
      },
      previous,
    );
    const row = { ...content, previousHash: previous.toString("hex"), hash: hash.toString("hex") };
    previous = hash;
    return row;
  });
  // Hashing has refused what JSON.stringify would change.
  return { rows: JSON.stringify(rows), hash: previous };
}

async function insertEvents(trx: Knex.Transaction, context: AuditContext, rows: string): Promise<void> {
  // The names in quotes are the JSON's; ORDER BY makes ids grow with sequences.
  await trx.raw(
    `INSERT INTO ${context.schema}.audit_events
       (organization_id, sequence, occurred_at, actor_user_id, actor_roles, action, entity_type, entity_id,
        scenario_id, generation_id, before, after, request_id, previous_hash, hash)
     SELECT :organizationId::bigint, event.sequence, :at::timestamptz, :userId::bigint, :roles::text[], event.action,
        event."entityType", event."entityId", event."scenarioId", event."generationId", event.before, event.after,
        :requestId::text, decode(event."previousHash", 'hex'), decode(event.hash, 'hex')
     FROM jsonb_to_recordset(:rows::jsonb) AS event
       (sequence bigint, action text, "entityType" text, "entityId" bigint, "scenarioId" bigint,
        "generationId" bigint, before jsonb, after jsonb, "previousHash" text, hash text)
     ORDER BY event.sequence`,
    {
      organizationId: context.organizationId,
      at: context.at,
      userId: context.actor.userId,
      roles: context.actor.roles,
      requestId: context.requestId,
      rows,
    },
  );
}
