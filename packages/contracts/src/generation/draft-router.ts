import type { Static } from "typebox";
import type { CallContext } from "../actor.ts";
import { NothingSchema } from "../audit/audit-schemas.ts";
import { gives, permitted, router, takes } from "../trpc.ts";
import * as draft from "./draft-schemas.ts";

/** Drafts of the wizard, each of one person and seen by nobody else. */
export interface DraftApi {
  listDrafts(context: CallContext): Promise<Static<typeof draft.DraftListSchema>>;
  getDraft(input: { draftId: string }, context: CallContext): Promise<draft.Draft>;
  saveDraft(input: Static<typeof draft.SaveDraftInputSchema>, context: CallContext): Promise<draft.Draft>;
  deleteDraft(input: { draftId: string }, context: CallContext): Promise<Record<never, never>>;
}

/** The procedures for drafts. */
export function createDraftRouter(api: DraftApi) {
  return router({
    list: permitted("generations:write")
      .input(takes(NothingSchema))
      .output(gives(draft.DraftListSchema))
      .query(({ ctx }) => api.listDrafts(ctx)),
    get: permitted("generations:write")
      .input(takes(draft.DraftIdInputSchema))
      .output(gives(draft.DraftSchema))
      .query(({ input, ctx }) => api.getDraft(input, ctx)),
    save: permitted("generations:write")
      .input(takes(draft.SaveDraftInputSchema))
      .output(gives(draft.DraftSchema))
      .mutation(({ input, ctx }) => api.saveDraft(input, ctx)),
    delete: permitted("generations:write")
      .input(takes(draft.DraftIdInputSchema))
      .output(gives(NothingSchema))
      .mutation(({ input, ctx }) => api.deleteDraft(input, ctx)),
  });
}
