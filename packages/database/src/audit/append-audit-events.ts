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
 * Two statements, however many events: the head is locked (others of this organization and schema wait until the
 * caller's transaction ends, so call it late), then all events go in and the head moves on. No events: none.
 *
 * @throws TypeError when `before` or `after` hold what jsonb cannot: NaN, NUL characters, … (see `canonicalJson`)
 */
export async function appendAuditEvents(
  trx: Knex.Transaction,
  { organizationId, ...act }: AuditContext,
  events: readonly AuditEvent[],
): Promise<void> {
  await appendToChains(trx, act, new Map([[organizationId, events]]));
}

/**
 * The same for several organizations at once, each with its own chain: the same two statements. Their heads are locked in
 * order of the organizations, so that two such calls cannot lock each other out. Needs a role that sees them all.
 */
export async function appendToChains(
  trx: Knex.Transaction,
  act: Omit<AuditContext, "organizationId">,
  events: ReadonlyMap<number, readonly AuditEvent[]>,
): Promise<void> {
  const concerned = [...events].filter(([, own]) => own.length > 0);
  if (concerned.length === 0) return;
  const heads = await lockHeads(
    trx,
    act.schema,
    concerned.map(([organizationId]) => organizationId),
  );
  const chained = heads.map((head) =>
    chain({ ...act, organizationId: head.organizationId }, events.get(head.organizationId) ?? [], head),
  );
  await insertEvents(trx, act, chained);
}

type Head = { organizationId: number; sequence: number; hash: Buffer };

/** Makes the heads that are absent, so that an organization's first event takes no more statements than others. */
async function lockHeads(
  trx: Knex.Transaction,
  schema: Schema,
  organizationIds: readonly number[],
): Promise<Head[]> {
  const { rows } = await trx.raw(
    `INSERT INTO ${schema}.audit_chains AS head (organization_id, sequence, hash)
     SELECT organization_id, 0, :start FROM unnest(:organizationIds::bigint[]) AS organization_id ORDER BY 1
     ON CONFLICT (organization_id) DO UPDATE SET updated_at = head.updated_at
     RETURNING organization_id, sequence, hash`,
    { start: CHAIN_START, organizationIds },
  );
  return rows.map((row: { organization_id: number; sequence: number; hash: Buffer }) => ({
    organizationId: Number(row.organization_id),
    sequence: Number(row.sequence),
    hash: row.hash,
  }));
}

type Chained = { rows: object[]; head: Head };

/** The events as rows for `jsonb_to_recordset`, and the head as they leave it. */
function chain(context: AuditContext, events: readonly AuditEvent[], head: Head): Chained {
  const { organizationId } = context;
  let previous = head.hash;
  const rows = events.map((event, index) => {
    const content = {
      organizationId,
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
  return { rows, head: { organizationId, sequence: head.sequence + events.length, hash: previous } };
}

async function insertEvents(
  trx: Knex.Transaction,
  act: Omit<AuditContext, "organizationId">,
  chained: readonly Chained[],
): Promise<void> {
  const heads = chained.map(({ head }) => head);
  // The names in quotes are the JSON's; ORDER BY makes ids grow with sequences.
  await trx.raw(
    `WITH moved AS (
       UPDATE ${act.schema}.audit_chains AS head
       SET sequence = moved.sequence, hash = decode(moved.hash, 'hex'), updated_at = :at::timestamptz
       FROM unnest(:organizationIds::bigint[], :sequences::bigint[], :hashes::text[])
         AS moved (organization_id, sequence, hash)
       WHERE head.organization_id = moved.organization_id)
     INSERT INTO ${act.schema}.audit_events
       (organization_id, sequence, occurred_at, actor_user_id, actor_roles, action, entity_type, entity_id,
        scenario_id, generation_id, before, after, request_id, previous_hash, hash)
     SELECT event."organizationId", event.sequence, :at::timestamptz, :userId::bigint, :roles::text[], event.action,
        event."entityType", event."entityId", event."scenarioId", event."generationId", event.before, event.after,
        :requestId::text, decode(event."previousHash", 'hex'), decode(event.hash, 'hex')
     FROM jsonb_to_recordset(:rows::jsonb) AS event
       ("organizationId" bigint, sequence bigint, action text, "entityType" text, "entityId" bigint,
        "scenarioId" bigint, "generationId" bigint, before jsonb, after jsonb, "previousHash" text, hash text)
     ORDER BY event."organizationId", event.sequence`,
    {
      at: act.at,
      userId: act.actor.userId,
      roles: act.actor.roles,
      requestId: act.requestId,
      // Hashing has refused what JSON.stringify would change.
      rows: JSON.stringify(chained.flatMap(({ rows }) => rows)),
      organizationIds: heads.map((head) => head.organizationId),
      sequences: heads.map((head) => head.sequence),
      hashes: heads.map((head) => head.hash.toString("hex")),
    },
  );
}
