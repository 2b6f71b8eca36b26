import type { AuditApi, AuditEvent, ChainVerification } from "@vivero/contracts";
import type { Database } from "../connection/open-database.ts";
import type { Schema } from "../migrator/migration-files.ts";
import { type AuditEventRecord, listAuditEvents } from "./list-audit-events.ts";
import { verifyAuditChain } from "./verify-audit-chain.ts";

const DEFAULT_LIMIT = 50;

const timeOf = (text: string | undefined) => (text === undefined ? undefined : new Date(text));

/** The audit procedures of the service that owns a schema, each for the actor's organization only. */
export function createAuditApi(database: Pick<Database, "tenant">, schema: Schema): AuditApi {
  return {
    listAuditEvents: (
      { limit = DEFAULT_LIMIT, beforeId, from, to, ...equal },
      { actor: { organizationId } },
    ) =>
      database.tenant(organizationId, async (trx) => {
        const filter = { ...equal, from: timeOf(from), to: timeOf(to), cursor: beforeId, limit };
        const page = await listAuditEvents(trx, { schema, organizationId }, filter);
        return {
          items: page.events.map((event) => asContract(event, schema)),
          more: page.nextCursor !== null,
        };
      }),

    verifyAuditChain: ({ actor: { organizationId } }) =>
      database.tenant(organizationId, async (trx): Promise<ChainVerification> => {
        const { verified, events, head, firstBreak } = await verifyAuditChain(trx, {
          schema,
          organizationId,
        });
        return { chain: schema, verified, events, head: head?.hash ?? null, firstBreak: firstBreak ?? null };
      }),
  };
}

/** The services write only entity types of the contract, and both columns that the record lets be null are `not null`. */
function asContract(event: AuditEventRecord, chain: Schema): AuditEvent {
  return {
    ...event,
    chain,
    occurredAt: event.occurredAt.toISOString(),
    entityType: event.entityType as AuditEvent["entityType"],
    actorUserId: event.actorUserId ?? 0,
    requestId: event.requestId ?? "",
  };
}
