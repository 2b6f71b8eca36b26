import {
  AuditEventSchema,
  AuditQuerySchema,
  ChainVerificationSchema,
  Page,
  PageQuery,
} from "@vivero/contracts";
import { Type } from "typebox";
import { auditExport, EXPORT_FORMATS } from "../audit-export.ts";
import { endpoint } from "../http/endpoint.ts";
import { mergedAuditPage } from "../merged-audit.ts";

const tag = "Audit";
const { beforeId: _beforeId, limit: _limit, ...filters } = AuditQuerySchema.properties;
const AuditListQuery = Type.Object({ ...filters, ...PageQuery }, { additionalProperties: false });
const AuditExportQuery = Type.Object(
  {
    format: Type.Enum(["csv", "jsonl"], {
      description:
        "csv: RFC 4180 in UTF-8 with a byte order mark, cells that look like formulas begin with an apostrophe; jsonl: one AuditEvent a line.",
    }),
    ...filters,
  },
  { additionalProperties: false },
);

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
    path: "/audit-events/export",
    operationId: "exportAuditEvents",
    tag,
    summary: "Audit events of both services as a file, newest first",
    description:
      "Streamed, however many there are. A file that could not be finished breaks off with an error of the connection.",
    permission: "audit:read",
    query: AuditExportQuery,
    responses: { 200: { description: "The file.", contentType: "text/csv" } },
    handle: async ({ c, query, services }) => {
      const { format, ...filter } = query;
      const day = new Date().toISOString().slice(0, 10);
      return c.body(await auditExport(format, filter, services), 200, {
        "content-type": EXPORT_FORMATS[format].contentType,
        "content-disposition": `attachment; filename="vivero-audit-${day}.${format}"`,
        "cache-control": "no-store",
      });
    },
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
