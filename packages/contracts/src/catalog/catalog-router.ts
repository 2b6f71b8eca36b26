import type { Static } from "typebox";
import { Type } from "typebox";
import type { CallContext } from "../actor.ts";
import { type AuditApi, createAuditRouter } from "../audit/audit-router.ts";
import { Id } from "../schema.ts";
import { gives, onlyFor, permitted, router, takes } from "../trpc.ts";
import {
  type ImportInput,
  ImportInputSchema,
  type ImportReport,
  ImportReportSchema,
} from "./import-schemas.ts";
import {
  type CatalogPage,
  CatalogPageSchema,
  CatalogQuerySchema,
  type IncubationTree,
  IncubationTreeSchema,
  type RejectInput,
  RejectInputSchema,
  type ReviewInput,
  ReviewInputSchema,
  type ReviewResult,
  ReviewResultSchema,
} from "./review-schemas.ts";

export const ScenarioIdInputSchema = Type.Object(
  { scenarioId: Id },
  { $id: "ScenarioIdInput", description: "Which scenario.", additionalProperties: false },
);

/** What catalog-service does for its callers. Every method works inside the actor's organization only. */
export interface CatalogApi extends AuditApi {
  /** Writes the tree of one answer as incubating entities, once; a repetition gives the first report. */
  importTree(input: ImportInput, context: CallContext): Promise<ImportReport>;
  /** Everything imported for a scenario. NOT_FOUND when nothing was. */
  incubationTree(input: { scenarioId: number }, context: CallContext): Promise<IncubationTree>;
  approve(input: ReviewInput, context: CallContext): Promise<ReviewResult>;
  reject(input: RejectInput, context: CallContext): Promise<ReviewResult>;
  undo(input: ReviewInput, context: CallContext): Promise<ReviewResult>;
  search(input: Static<typeof CatalogQuerySchema>, context: CallContext): Promise<CatalogPage>;
}

/** The tRPC router of catalog-service over an implementation of its {@link CatalogApi}. */
export function createCatalogRouter(api: CatalogApi) {
  return router({
    incubation: router({
      import: onlyFor("generation-service")
        .input(takes(ImportInputSchema))
        .output(gives(ImportReportSchema))
        .mutation(({ input, ctx }) => api.importTree(input, ctx)),
      tree: permitted("incubation:read")
        .input(takes(ScenarioIdInputSchema))
        .output(gives(IncubationTreeSchema))
        .query(({ input, ctx }) => api.incubationTree(input, ctx)),
      approve: permitted("incubation:review")
        .input(takes(ReviewInputSchema))
        .output(gives(ReviewResultSchema))
        .mutation(({ input, ctx }) => api.approve(input, ctx)),
      reject: permitted("incubation:review")
        .input(takes(RejectInputSchema))
        .output(gives(ReviewResultSchema))
        .mutation(({ input, ctx }) => api.reject(input, ctx)),
      undo: permitted("incubation:review")
        .input(takes(ReviewInputSchema))
        .output(gives(ReviewResultSchema))
        .mutation(({ input, ctx }) => api.undo(input, ctx)),
    }),
    catalog: router({
      search: permitted("catalog:read")
        .input(takes(CatalogQuerySchema))
        .output(gives(CatalogPageSchema))
        .query(({ input, ctx }) => api.search(input, ctx)),
    }),
    audit: createAuditRouter(api),
  });
}

/** What a client of catalog-service imports; nothing else of the service is seen from outside. */
export type CatalogRouter = ReturnType<typeof createCatalogRouter>;
