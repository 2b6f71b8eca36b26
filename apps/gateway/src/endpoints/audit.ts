import {
  AuditEventSchema,
  AuditQuerySchema,
  ChainVerificationSchema,
  Page,
  PageQuery,
} from "@vivero/contracts";
import { Type } from "typebox";
import { endpoint } from "../http/endpoint.ts";
import { mergedAuditPage } from "../merged-audit.ts";

const tag = "Audit";
const { beforeId: _beforeId, ...filters } = AuditQuerySchema.properties;
const AuditListQuery = Type.Object({ ...filters, ...PageQuery }, { additionalProperties: false });

const VerificationSchema = Type.Object(
  { verified: Type.Boolean(), chains: Type.Array(ChainVerificationSchema) },
  { $id: "AuditVerification", description: "Both chains of the organization.", additionalProperties: false },
);

/** Who did what, in both services, and whether the record is whole. */
export const auditEndpoints = [
  endpoint({
    method: "get",
    path: "/audit-events",
    operationId: "listAuditEvents",
    tag,
    summary: "Audit events of both services, newest first",
    permission: "audit:read",
    query: AuditListQuery,
    responses: { 200: { description: "One page.", schema: Page("AuditEventPage", AuditEventSchema) } },
    handle: async ({ c, query, services }) => c.json(await mergedAuditPage(query, services)),
  }),
  endpoint({
    method: "get",
    path: "/audit-events/verification",
    operationId: "verifyAudit",
    tag,
    summary: "Recompute the organization's audit chains",
    permission: "audit:read",
    responses: {
      200: { description: "Whether they are whole, and the first break.", schema: VerificationSchema },
    },
    handle: async ({ c, services }) => {
      const chains = await Promise.all([
        services.generation.audit.verify.query({}),
        services.catalog.audit.verify.query({}),
      ]);
      return c.json({ verified: chains.every(({ verified }) => verified), chains });
    },
  }),
];
