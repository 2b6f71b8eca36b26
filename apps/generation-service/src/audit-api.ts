import type { AuditPage, AuditQuery, ChainVerification, GenerationApi } from "@vivero/contracts";
import type { Database } from "@vivero/database";
import { listAuditEvents, verifyAuditChain } from "@vivero/database";

const SCHEMA = "generation";
const DEFAULT_LIMIT = 50;

/** The audit trail of this service for one organization: its events, newest first, and the proof that none was changed. */
export function auditApi({
  database,
}: {
  database: Database;
}): Pick<GenerationApi, "listAuditEvents" | "verifyAuditChain"> {
  return {
    async listAuditEvents(query: AuditQuery, { actor: { organizationId } }): Promise<AuditPage> {
      const { beforeId, limit = DEFAULT_LIMIT, from, to, ...equal } = query;
      const page = await database.tenant(organizationId, (trx) =>
        listAuditEvents(
          trx,
          { schema: SCHEMA, organizationId },
          {
            ...equal,
            limit,
            from: from === undefined ? undefined : new Date(from),
            to: to === undefined ? undefined : new Date(to),
            cursor: beforeId,
          },
        ),
      );
      return {
        items: page.events.map((event) => ({
          ...event,
          chain: SCHEMA,
          occurredAt: event.occurredAt.toISOString(),
        })) as AuditPage["items"],
        more: page.nextCursor !== null,
      };
    },

    async verifyAuditChain({ actor: { organizationId } }): Promise<ChainVerification> {
      const verdict = await database.tenant(organizationId, (trx) =>
        verifyAuditChain(trx, { schema: SCHEMA, organizationId }),
      );
      return {
        chain: SCHEMA,
        verified: verdict.verified,
        events: verdict.events,
        head: verdict.head?.hash ?? null,
        firstBreak: verdict.firstBreak ?? null,
      };
    },
  };
}
