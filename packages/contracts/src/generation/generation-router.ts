import { type Static, Type } from "typebox";
import type { CallContext } from "../actor.ts";
import { type AuditApi, createAuditRouter } from "../audit/audit-router.ts";
import { NothingSchema } from "../audit/audit-schemas.ts";
import { type BackfillApi, createBackfillRouter } from "../operations/backfill-router.ts";
import { FlagListSchema } from "../operations/flag-schemas.ts";
import { gives, onlyFor, permitted, router, takes } from "../trpc.ts";
import { createDraftRouter, type DraftApi } from "./draft-router.ts";
import { type GenerationRequest, GenerationRequestSchema } from "./generation-request.ts";
import * as generation from "./generation-schemas.ts";
import * as scenario from "./scenario-schemas.ts";

const AcknowledgedSchema = Type.Object(
  { applied: Type.Boolean({ description: "False when a newer report had been taken before." }) },
  { $id: "Acknowledged", description: "The report was taken.", additionalProperties: false },
);

/** What generation-service does for its callers. Every method works inside the actor's organization only. */
export interface GenerationApi extends AuditApi, BackfillApi, DraftApi {
  preview(
    request: GenerationRequest,
    context: CallContext,
  ): Promise<Static<typeof generation.PromptPreviewSchema>>;
  create(
    input: Static<typeof generation.CreateGenerationInputSchema>,
    context: CallContext,
  ): Promise<Static<typeof generation.CreateGenerationOutputSchema>>;
  list(
    input: Static<typeof generation.GenerationListQuerySchema>,
    context: CallContext,
  ): Promise<Static<typeof generation.GenerationPageSchema>>;
  get(input: { id: number }, context: CallContext): Promise<generation.Generation>;
  follow(
    input: Static<typeof generation.FollowInputSchema>,
    context: CallContext,
  ): Promise<Static<typeof generation.FollowOutputSchema>>;
  cancel(input: { id: number }, context: CallContext): Promise<generation.GenerationSummary>;
  retry(input: { id: number }, context: CallContext): Promise<generation.GenerationSummary>;
  accept(input: { id: number; import: boolean }, context: CallContext): Promise<scenario.AcceptOutput>;
  /** NOT_FOUND too when the installation does not store unredacted prompts. */
  rawPrompt(input: { id: number }, context: CallContext): Promise<Static<typeof generation.RawPromptSchema>>;
  listScenarios(
    input: Static<typeof scenario.ScenarioListQuerySchema>,
    context: CallContext,
  ): Promise<Static<typeof scenario.ScenarioPageSchema>>;
  getScenario(input: { id: number }, context: CallContext): Promise<scenario.Scenario>;
  acceptedPrompt(
    input: { id: number },
    context: CallContext,
  ): Promise<Static<typeof scenario.AcceptedPromptSchema>>;
  reportIncubation(
    input: Static<typeof scenario.IncubationReportSchema>,
    context: CallContext,
  ): Promise<Static<typeof AcknowledgedSchema>>;
  /** The flags as this service sees them for the actor's organization, now. */
  flags(context: CallContext): Promise<Static<typeof FlagListSchema>>;
}

function generationsRouter(api: GenerationApi) {
  const summary = gives(generation.GenerationSummarySchema);
  return router({
    preview: permitted("generations:write")
      .input(takes(GenerationRequestSchema))
      .output(gives(generation.PromptPreviewSchema))
      .query(({ input, ctx }) => api.preview(input, ctx)),
    create: permitted("generations:write")
      .input(takes(generation.CreateGenerationInputSchema))
      .output(gives(generation.CreateGenerationOutputSchema))
      .mutation(({ input, ctx }) => api.create(input, ctx)),
    list: permitted("generations:read")
      .input(takes(generation.GenerationListQuerySchema))
      .output(gives(generation.GenerationPageSchema))
      .query(({ input, ctx }) => api.list(input, ctx)),
    get: permitted("generations:read")
      .input(takes(generation.IdInputSchema))
      .output(gives(generation.GenerationSchema))
      .query(({ input, ctx }) => api.get(input, ctx)),
    follow: permitted("generations:read")
      .input(takes(generation.FollowInputSchema))
      .output(gives(generation.FollowOutputSchema))
      .query(({ input, ctx }) => api.follow(input, ctx)),
    cancel: permitted("generations:write")
      .input(takes(generation.IdInputSchema))
      .output(summary)
      .mutation(({ input, ctx }) => api.cancel(input, ctx)),
    retry: permitted("generations:write")
      .input(takes(generation.IdInputSchema))
      .output(summary)
      .mutation(({ input, ctx }) => api.retry(input, ctx)),
    accept: permitted("generations:accept")
      .input(takes(generation.AcceptInputSchema))
      .output(gives(scenario.AcceptOutputSchema))
      .mutation(({ input, ctx }) => api.accept(input, ctx)),
    rawPrompt: permitted("prompts:read_raw")
      .input(takes(generation.IdInputSchema))
      .output(gives(generation.RawPromptSchema))
      // A mutation, since each view writes an audit event.
      .mutation(({ input, ctx }) => api.rawPrompt(input, ctx)),
  });
}

function scenariosRouter(api: GenerationApi) {
  return router({
    list: permitted("scenarios:read")
      .input(takes(scenario.ScenarioListQuerySchema))
      .output(gives(scenario.ScenarioPageSchema))
      .query(({ input, ctx }) => api.listScenarios(input, ctx)),
    get: permitted("scenarios:read")
      .input(takes(generation.IdInputSchema))
      .output(gives(scenario.ScenarioSchema))
      .query(({ input, ctx }) => api.getScenario(input, ctx)),
    acceptedPrompt: permitted("prompts:read")
      .input(takes(generation.IdInputSchema))
      .output(gives(scenario.AcceptedPromptSchema))
      // A mutation, since each view writes an audit event.
      .mutation(({ input, ctx }) => api.acceptedPrompt(input, ctx)),
    reportIncubation: onlyFor("catalog-service")
      .input(takes(scenario.IncubationReportSchema))
      .output(gives(AcknowledgedSchema))
      .mutation(({ input, ctx }) => api.reportIncubation(input, ctx)),
  });
}

/** The tRPC router of generation-service over an implementation of its {@link GenerationApi}. */
export function createGenerationRouter(api: GenerationApi) {
  return router({
    generations: generationsRouter(api),
    scenarios: scenariosRouter(api),
    drafts: createDraftRouter(api),
    flags: permitted("generations:read")
      .input(takes(NothingSchema))
      .output(gives(FlagListSchema))
      .query(({ ctx }) => api.flags(ctx)),
    audit: createAuditRouter(api),
    backfills: createBackfillRouter(api),
  });
}

/** What a client of generation-service imports; nothing else of the service is seen from outside. */
export type GenerationRouter = ReturnType<typeof createGenerationRouter>;
