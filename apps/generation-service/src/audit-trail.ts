import type { Actor } from "@vivero/contracts";
import { type AuditEvent, appendAuditEvents } from "@vivero/database";

type Trx = Parameters<typeof appendAuditEvents>[0];

/** Who acts, in which request, and when. */
export type Act = { actor: Actor; requestId: string; at: Date };

/** Appends events to the organization's chain; call it last, since it makes others of the organization wait. */
export async function writeAudit(trx: Trx, act: Act, events: readonly AuditEvent[]): Promise<void> {
  const { actor, requestId, at } = act;
  await appendAuditEvents(
    trx,
    {
      schema: "generation",
      organizationId: actor.organizationId,
      actor: { userId: actor.userId, roles: actor.roles },
      requestId,
      at,
    },
    events,
  );
}

/** A change of a generation's status. */
export function generationEvent(
  action: string,
  generationId: number,
  change: { before?: unknown; after?: unknown; scenarioId?: number },
): AuditEvent {
  return {
    action: `generation.${action}`,
    entityType: "generation",
    entityId: generationId,
    generationId,
    ...change,
  };
}
