import { type GenerationApi, notFound, ViveroError } from "@vivero/contracts";
import type { Database } from "@vivero/database";
import { writeAudit } from "../audit-trail.ts";
import { type PromptVault, UnopenablePrompt } from "./prompt-vault.ts";
import { readRawPrompt } from "./raw-prompt-store.ts";

/**
 * The unredacted prompt of a generation, where the installation stores them. Who looked at it is in the audit trail, or
 * nobody did: both are one transaction.
 *
 * @param vault null for an installation without a key
 * @throws ViveroError NOT_FOUND for an absent generation and for one whose unredacted prompt was not stored; INTERNAL when
 *   it cannot be opened
 */
export function viewRawPrompt({
  database,
  now,
  vault,
}: {
  database: Database;
  now: () => Date;
  vault: PromptVault | null;
}): GenerationApi["rawPrompt"] {
  return async ({ id }, { actor, requestId }) => {
    const place = { organizationId: actor.organizationId, generationId: id };
    return database.tenant(actor.organizationId, async (trx) => {
      const sealed = await readRawPrompt(trx, place);
      if (sealed === undefined) throw notFound("generation", id);
      if (sealed === null) throw notFound("unredacted prompt of generation", id);
      const prompt = open(vault, sealed, place);
      await writeAudit(trx, { actor, requestId, at: now() }, [
        {
          action: "raw_prompt.viewed",
          entityType: "generation",
          entityId: id,
          generationId: id,
          after: { keyId: sealed.keyId },
        },
      ]);
      return { generationId: id, prompt };
    });
  };
}

function open(vault: PromptVault | null, ...sealed: Parameters<PromptVault["open"]>): string {
  try {
    if (vault === null) throw new UnopenablePrompt("There is no key here.");
    return vault.open(...sealed);
  } catch (error) {
    if (!(error instanceof UnopenablePrompt)) throw error;
    throw new ViveroError(
      "INTERNAL",
      `The unredacted prompt cannot be opened. ${error.message} Tell your operator.`,
      { cause: error },
    );
  }
}
