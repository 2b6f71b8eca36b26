import { type Static, Type } from "typebox";
import { Id, Nullable, PageQuery, Timestamp } from "../schema.ts";

/** What an audit event can be about. */
export const AUDITED_ENTITY_TYPES = [
  "generation",
  "scenario",
  "incubation",
  "capability",
  "competency",
  "skill",
  "backfill",
] as const;

/** One change of state: who, when, what, before and after. Rows are append-only and hash-chained by organization. */
export const AuditEventSchema = Type.Object(
  {
    id: Id,
    chain: Type.Enum(["generation", "catalog"], { description: "The service whose chain holds the event." }),
    sequence: Type.Integer({
      minimum: 1,
      description: "Its place in the organization's chain, without gaps.",
    }),
    occurredAt: Timestamp,
    actorUserId: Id,
    actorRoles: Type.Array(Type.String()),
    action: Type.String({ description: "What was done, for example `scenario.accepted`." }),
    entityType: Type.Enum([...AUDITED_ENTITY_TYPES]),
    entityId: Nullable(Id),
    scenarioId: Nullable(Id),
    generationId: Nullable(Id),
    before: Type.Unknown({ description: "What it was, as far as it changed." }),
    after: Type.Unknown({ description: "What it became." }),
    requestId: Type.String(),
    hash: Type.String({ description: "SHA-256 over the event and the hash before it, in hex." }),
  },
  { $id: "AuditEvent", description: "One change of state and its author.", additionalProperties: false },
);
export type AuditEvent = Static<typeof AuditEventSchema>;

export const AuditQuerySchema = Type.Object(
  {
    limit: PageQuery.limit,
    beforeId: Type.Optional(Type.Integer({ minimum: 1, description: "Only events with a smaller id." })),
    entityType: Type.Optional(
      Type.Enum([...AUDITED_ENTITY_TYPES], { description: "Only of things of this kind." }),
    ),
    entityId: Type.Optional(Id),
    scenarioId: Type.Optional(Id),
    generationId: Type.Optional(Id),
    actorUserId: Type.Optional(Id),
    action: Type.Optional(
      Type.String({ maxLength: 100, description: "Only this action, for example `scenario.accepted`." }),
    ),
    from: Type.Optional(Timestamp),
    to: Type.Optional(Timestamp),
  },
  { $id: "AuditQuery", description: "Which audit events, newest first.", additionalProperties: false },
);
export type AuditQuery = Static<typeof AuditQuerySchema>;

export const AuditPageSchema = Type.Object(
  {
    items: Type.Array(AuditEventSchema),
    more: Type.Boolean({ description: "Whether older ones follow; ask again with `beforeId` of the last." }),
  },
  { $id: "AuditPage", description: "Events of one chain, newest first.", additionalProperties: false },
);
export type AuditPage = Static<typeof AuditPageSchema>;

/** The outcome of recomputing one chain from its first event. */
export const ChainVerificationSchema = Type.Object(
  {
    chain: Type.Enum(["generation", "catalog"]),
    verified: Type.Boolean(),
    events: Type.Integer({ minimum: 0, description: "How many events the chain holds." }),
    head: Nullable(Type.String({ description: "The last hash, in hex; null for an empty chain." })),
    firstBreak: Nullable(
      Type.Object(
        { sequence: Type.Integer({ minimum: 1 }), reason: Type.String() },
        { additionalProperties: false, description: "The first event that does not fit, and why." },
      ),
    ),
  },
  { $id: "ChainVerification", description: "Whether an audit chain is whole.", additionalProperties: false },
);
export type ChainVerification = Static<typeof ChainVerificationSchema>;

export const NothingSchema = Type.Object(
  {},
  { $id: "Nothing", description: "No input.", additionalProperties: false },
);
