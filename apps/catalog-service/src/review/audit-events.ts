import type { AuditEvent } from "@vivero/database";
import type { Incubation } from "../incubation-store.ts";
import type { Change, EntityStatus } from "./scenario-tree.ts";

/** What an audit event says was done to an entity that is now in this state. */
const VERB: Record<EntityStatus, string> = {
  active: "approved",
  merged: "merged",
  rejected: "rejected",
  in_incubation: "reopened",
};

/** One event a changed entity (`skill.approved`, `competency.merged`, …), with what it was and what it became. */
export function auditEventsOf(
  changes: readonly Change[],
  decision: { incubation: Incubation; decisionId: number; reason: string | null },
): AuditEvent[] {
  const { scenarioId, generationId } = decision.incubation;
  return changes.map(({ entity, to, mergedIntoId }) => ({
    action: `${entity.type}.${VERB[to]}`,
    entityType: entity.type,
    entityId: entity.id,
    scenarioId,
    generationId,
    before: stateOf(entity.status, entity.mergedIntoId, entity.rejectionReason),
    after: {
      ...stateOf(to, mergedIntoId, to === "rejected" ? decision.reason : null),
      decisionId: decision.decisionId,
    },
  }));
}

function stateOf(status: EntityStatus, mergedIntoId: number | null, rejectionReason: string | null) {
  return {
    status,
    ...(mergedIntoId !== null && { mergedIntoId }),
    ...(rejectionReason !== null && { rejectionReason }),
  };
}
