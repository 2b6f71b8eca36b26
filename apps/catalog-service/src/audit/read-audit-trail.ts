import type { AuditPage, AuditQuery, CatalogApi, ChainVerification } from "@vivero/contracts";
import { type AuditEventRecord, listAuditEvents, verifyAuditChain } from "@vivero/database";
import type { Ports } from "../ports.ts";

const CHAIN = "catalog" as const;
const DEFAULT_LIMIT = 50;

/** Lists the catalog's audit events of the actor's organization, newest first. One statement. */
export function listCatalogAudit({ database }: Pick<Ports, "database">): CatalogApi["listAuditEvents"] {
  return (query: AuditQuery, { actor: { organizationId } }): Promise<AuditPage> =>
    database.tenant(organizationId, async (trx) => {
      const { limit = DEFAULT_LIMIT, beforeId, from, to, ...filter } = query;
      const page = await listAuditEvents(
        trx,
        { schema: CHAIN, organizationId },
        {
          ...filter,
          from: from === undefined ? undefined : new Date(from),
          to: to === undefined ? undefined : new Date(to),
          cursor: beforeId,
          limit,
        },
      );
      return { items: page.events.map(toContract), more: page.nextCursor !== null };
    });
}

/** Recomputes the organization's chain from its first event. */
export function verifyCatalogAudit({ database }: Pick<Ports, "database">): CatalogApi["verifyAuditChain"] {
  return ({ actor: { organizationId } }): Promise<ChainVerification> =>
    database.tenant(organizationId, async (trx) => {
      const verdict = await verifyAuditChain(trx, { schema: CHAIN, organizationId });
      return {
        chain: CHAIN,
        verified: verdict.verified,
        events: verdict.events,
        head: verdict.head?.hash ?? null,
        firstBreak: verdict.firstBreak ?? null,
      };
    });
}

/** This service always writes an actor and a request id, and only the entity types of the contract. */
function toContract(event: AuditEventRecord): AuditPage["items"][number] {
  return {
    ...event,
    chain: CHAIN,
    occurredAt: event.occurredAt.toISOString(),
    entityType: event.entityType as AuditPage["items"][number]["entityType"],
    actorUserId: event.actorUserId ?? 0,
    requestId: event.requestId ?? "",
  };
}
