import { DRAFT_LIMITS, type DraftApi, ViveroError } from "@vivero/contracts";
import type { Database } from "@vivero/database";
import { unstorableFields } from "../storable-text.ts";
import { deleteDraft, deleteOldDrafts, findDraft, listDrafts, upsertDraft } from "./draft-store.ts";
import { redactDraft } from "./redact-draft.ts";

const noDraft = (draftId: string) =>
  new ViveroError(
    "NOT_FOUND",
    `You have no draft ${draftId}; drafts are kept for ${DRAFT_LIMITS.days} days.`,
  );

/** @throws ViveroError INVALID_REQUEST or PAYLOAD_TOO_LARGE */
function refuseUnstorable(request: object): void {
  const errors = unstorableFields(request);
  if (errors.length > 0)
    throw new ViveroError("INVALID_REQUEST", `${errors[0]?.path} ${errors[0]?.message}.`, {
      details: { errors },
    });
  if (Buffer.byteLength(JSON.stringify(request)) > DRAFT_LIMITS.bytes)
    throw new ViveroError("PAYLOAD_TOO_LARGE", `A draft may hold ${DRAFT_LIMITS.bytes} bytes at most.`);
}

/**
 * Drafts of the wizard: scratch paper of one person, redacted before it is stored, thrown away after 90 days without a
 * change. They change nothing that counts, and leave no trace in the audit.
 */
export function createDraftApi({ database }: { database: Pick<Database, "tenant"> }): DraftApi {
  return {
    listDrafts: ({ actor }) =>
      database.tenant(actor.organizationId, async (trx) => ({ items: await listDrafts(trx, actor) })),

    async getDraft({ draftId }, { actor }) {
      const found = await database.tenant(actor.organizationId, (trx) => findDraft(trx, actor, draftId));
      if (!found) throw noDraft(draftId);
      return found;
    },

    async saveDraft({ draftId, step, request }, { actor }) {
      refuseUnstorable(request);
      const redacted = redactDraft(request);
      return await database.tenant(actor.organizationId, async (trx) => {
        await deleteOldDrafts(trx, actor);
        const saved = await upsertDraft(trx, actor, { draftId, step, ...redacted });
        if (!saved) throw noDraft(draftId);
        if (saved.count > DRAFT_LIMITS.count)
          throw new ViveroError(
            "DRAFT_LIMIT_REACHED",
            `You have ${DRAFT_LIMITS.count} drafts; delete one to save another.`,
          );
        return saved.draft;
      });
    },

    async deleteDraft({ draftId }, { actor }) {
      const deleted = await database.tenant(actor.organizationId, (trx) => deleteDraft(trx, actor, draftId));
      if (!deleted) throw noDraft(draftId);
      return {};
    },
  };
}
