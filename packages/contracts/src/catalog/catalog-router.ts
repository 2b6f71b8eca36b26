import type { Static } from "typebox";
import { Type } from "typebox";
import type { CallContext } from "../actor.ts";
import { type AuditApi, createAuditRouter } from "../audit/audit-router.ts";
import { NothingSchema } from "../audit/audit-schemas.ts";
import { type BackfillApi, createBackfillRouter } from "../operations/backfill-router.ts";
import { Id } from "../schema.ts";
import { gives, onlyFor, permitted, router, takes } from "../trpc.ts";
import {
  type ImportInput,
  ImportInputSchema,
  type ImportReport,
  ImportReportSchema,
} from "./import-schemas.ts";
import {
  type IncubatingEntity,
  IncubatingEntitySchema,
  type IncubationTree,
  IncubationTreeSchema,
  type LeaseInput,
  LeaseInputSchema,
  type ReviewLease,
  ReviewLeaseSchema,
} from "./incubation-tree-schemas.ts";
import {
  type CatalogDetail,
  type CatalogDetailInput,
  CatalogDetailInputSchema,
  CatalogDetailSchema,
  type CatalogPage,
  CatalogPageSchema,
  CatalogQuerySchema,
  type SimilarEntities,
  SimilarEntitiesSchema,
  type SimilarQuery,
  SimilarQuerySchema,
} from "./live-catalog-schemas.ts";
import {
  type EditInput,
  EditInputSchema,
  type MergeInput,
  MergeInputSchema,
  type PreviewInput,
  PreviewInputSchema,
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
export interface CatalogApi extends AuditApi, BackfillApi {
  /** Writes the tree of one answer as incubating entities, once; a repetition gives the first report. */
  importTree(input: ImportInput, context: CallContext): Promise<ImportReport>;
  /** Everything imported for a scenario. NOT_FOUND when nothing was. */
  incubationTree(input: { scenarioId: number }, context: CallContext): Promise<IncubationTree>;
  approve(input: ReviewInput, context: CallContext): Promise<ReviewResult>;
  reject(input: RejectInput, context: CallContext): Promise<ReviewResult>;
  /** Says of incubating entities which active ones they are; they keep their names and point there. */
  merge(input: MergeInput, context: CallContext): Promise<ReviewResult>;
  undo(input: ReviewInput, context: CallContext): Promise<ReviewResult>;
  /** What a decision would do, by the same rules; writes nothing. */
  preview(input: PreviewInput, context: CallContext): Promise<ReviewResult>;
  /** Changes an incubating entity. REVIEW_CONFLICT when it is decided, LEASED when somebody else reviews its branch. */
  edit(input: EditInput, context: CallContext): Promise<IncubatingEntity>;
  /** Takes or renews a branch for five minutes. LEASED while somebody else holds it. */
  takeLease(input: LeaseInput, context: CallContext): Promise<ReviewLease>;
  /** Gives the actor's own lease of a branch up; nothing happens when there is none. */
  releaseLease(input: LeaseInput, context: CallContext): Promise<Record<string, never>>;
  search(input: Static<typeof CatalogQuerySchema>, context: CallContext): Promise<CatalogPage>;
  /** One active entity with its surroundings and history. NOT_FOUND for what is not active. */
  detail(input: CatalogDetailInput, context: CallContext): Promise<CatalogDetail>;
  /** The active entities that are most like a name. */
  similar(input: SimilarQuery, context: CallContext): Promise<SimilarEntities>;
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
      merge: permitted("incubation:review")
        .input(takes(MergeInputSchema))
        .output(gives(ReviewResultSchema))
        .mutation(({ input, ctx }) => api.merge(input, ctx)),
      preview: permitted("incubation:review")
        .input(takes(PreviewInputSchema))
        .output(gives(ReviewResultSchema))
        .mutation(({ input, ctx }) => api.preview(input, ctx)),
      edit: permitted("incubation:review")
        .input(takes(EditInputSchema))
        .output(gives(IncubatingEntitySchema))
        .mutation(({ input, ctx }) => api.edit(input, ctx)),
      takeLease: permitted("incubation:review")
        .input(takes(LeaseInputSchema))
        .output(gives(ReviewLeaseSchema))
        .mutation(({ input, ctx }) => api.takeLease(input, ctx)),
      releaseLease: permitted("incubation:review")
        .input(takes(LeaseInputSchema))
        .output(gives(NothingSchema))
        .mutation(({ input, ctx }) => api.releaseLease(input, ctx)),
    }),
    catalog: router({
      search: permitted("catalog:read")
        .input(takes(CatalogQuerySchema))
        .output(gives(CatalogPageSchema))
        .query(({ input, ctx }) => api.search(input, ctx)),
      detail: permitted("catalog:read")
        .input(takes(CatalogDetailInputSchema))
        .output(gives(CatalogDetailSchema))
        .query(({ input, ctx }) => api.detail(input, ctx)),
      similar: permitted("catalog:read")
        .input(takes(SimilarQuerySchema))
        .output(gives(SimilarEntitiesSchema))
        .query(({ input, ctx }) => api.similar(input, ctx)),
    }),
    audit: createAuditRouter(api),
    backfills: createBackfillRouter(api),
  });
}

/** What a client of catalog-service imports; nothing else of the service is seen from outside. */
export type CatalogRouter = ReturnType<typeof createCatalogRouter>;
