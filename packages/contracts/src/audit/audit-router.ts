import type { CallContext } from "../actor.ts";
import { gives, permitted, router, takes } from "../trpc.ts";
import {
  type AuditPage,
  AuditPageSchema,
  type AuditQuery,
  AuditQuerySchema,
  type ChainVerification,
  ChainVerificationSchema,
  NothingSchema,
} from "./audit-schemas.ts";

/** What each service tells of its own audit chain, for the actor's organization. */
export interface AuditApi {
  listAuditEvents(input: AuditQuery, context: CallContext): Promise<AuditPage>;
  verifyAuditChain(context: CallContext): Promise<ChainVerification>;
}

/** The audit procedures, which both services have alike. */
export function createAuditRouter(api: AuditApi) {
  return router({
    list: permitted("audit:read")
      .input(takes(AuditQuerySchema))
      .output(gives(AuditPageSchema))
      .query(({ input, ctx }) => api.listAuditEvents(input, ctx)),
    verify: permitted("audit:read")
      .input(takes(NothingSchema))
      .output(gives(ChainVerificationSchema))
      .query(({ ctx }) => api.verifyAuditChain(ctx)),
  });
}
