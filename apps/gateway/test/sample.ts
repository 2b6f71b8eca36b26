import type { AuditEvent, GenerationRequest, GenerationSummary } from "@vivero/contracts";

export const request: GenerationRequest = {
  language: "en",
  identity: { companyName: "Northquay Logistics", industry: "Logistics" },
  situation: {},
  intent: { strategicGoal: "Fewer empty kilometres." },
  resources: {},
  horizon: { months: 18 },
};

export const summary: GenerationSummary = {
  id: 12,
  status: "queued",
  language: "en",
  companyName: "Northquay Logistics",
  scenarioName: null,
  found: null,
  confidenceScore: null,
  attempts: 0,
  lastError: null,
  requestedBy: 7,
  createdAt: "2026-02-01T10:00:00.000Z",
  finishedAt: null,
  acceptedAt: null,
  acceptedBy: null,
  scenarioId: null,
};

export function auditEvent(chain: AuditEvent["chain"], id: number, occurredAt: string): AuditEvent {
  return {
    id,
    chain,
    sequence: id,
    occurredAt,
    actorUserId: 7,
    actorRoles: ["planner"],
    action: "scenario.accepted",
    entityType: "scenario",
    entityId: 1,
    scenarioId: 1,
    generationId: 1,
    before: null,
    after: {},
    requestId: "r",
    hash: "00",
  };
}
