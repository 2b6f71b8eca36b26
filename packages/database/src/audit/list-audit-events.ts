import type { Knex } from "knex";
import type { Schema } from "../migrator/migration-files.ts";

/** Which events: all that are given must hold. `from` is included, `to` is not. */
export type AuditFilter = {
  entityType?: string | undefined;
  entityId?: number | undefined;
  actorUserId?: number | undefined;
  scenarioId?: number | undefined;
  generationId?: number | undefined;
  action?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
};

/** One event as it is read; hashes in hexadecimal. */
export type AuditEventRecord = {
  id: number;
  /** The schema whose chain holds it. */
  chain: Schema;
  sequence: number;
  occurredAt: Date;
  actorUserId: number;
  actorRoles: string[];
  action: string;
  entityType: string;
  entityId: number | null;
  scenarioId: number | null;
  generationId: number | null;
  before: unknown;
  after: unknown;
  requestId: string;
  hash: string;
};

export type AuditPage = {
  events: AuditEventRecord[];
  /** The `cursor` of the next page; null on the last one. */
  nextCursor: number | null;
};

/** The columns of `audit_events` as PostgreSQL gives them, bigints as number or text. */
export type AuditEventRow = Record<
  "id" | "sequence" | "actor_user_id" | "entity_id" | "scenario_id" | "generation_id",
  number | string | null
> & {
  occurred_at: Date;
  actor_roles: string[];
  action: string;
  entity_type: string;
  before: unknown;
  after: unknown;
  request_id: string;
  previous_hash: Buffer;
  hash: Buffer;
};

/** The latest first; one statement. `cursor` is the `nextCursor` of the page before. */
export async function listAuditEvents(
  trx: Knex,
  scope: { schema: Schema; organizationId: number },
  filter: AuditFilter & { cursor?: number | undefined; limit: number },
): Promise<AuditPage> {
  const equal = Object.entries({
    entity_type: filter.entityType,
    entity_id: filter.entityId,
    actor_user_id: filter.actorUserId,
    scenario_id: filter.scenarioId,
    generation_id: filter.generationId,
    action: filter.action,
  }).filter(([, value]) => value !== undefined);
  const query = trx(`${scope.schema}.audit_events`)
    .select("*")
    .where({ organization_id: scope.organizationId, ...Object.fromEntries(equal) })
    .orderBy("id", "desc")
    .limit(filter.limit + 1);
  if (filter.from !== undefined) query.where("occurred_at", ">=", filter.from);
  if (filter.to !== undefined) query.where("occurred_at", "<", filter.to);
  if (filter.cursor !== undefined) query.where("id", "<", filter.cursor);
  const rows: AuditEventRow[] = await query;
  const events = rows.slice(0, filter.limit).map((row) => toRecord(row, scope.schema));
  return { events, nextCursor: rows.length > filter.limit ? (events.at(-1)?.id ?? null) : null };
}

/** A row in the product's words. */
export function toRecord(row: AuditEventRow, chain: Schema): AuditEventRecord {
  return {
    id: Number(row.id),
    chain,
    sequence: Number(row.sequence),
    occurredAt: row.occurred_at,
    actorUserId: Number(row.actor_user_id),
    actorRoles: row.actor_roles,
    action: row.action,
    entityType: row.entity_type,
    entityId: toId(row.entity_id),
    scenarioId: toId(row.scenario_id),
    generationId: toId(row.generation_id),
    before: row.before,
    after: row.after,
    requestId: row.request_id,
    hash: row.hash.toString("hex"),
  };
}

function toId(value: number | string | null): number | null {
  return value === null ? null : Number(value);
}
