import { createHmac, randomUUID } from "node:crypto";
import { type CallContext, type GenerationApi, type GenerationSummary, ViveroError } from "@vivero/contracts";
import type { Database } from "@vivero/database";
import { hashOf } from "@vivero/service-kit";
import { generationEvent, writeAudit } from "./audit-trail.ts";
import { requireDayBudget } from "./day-budget.ts";
import type { DayBudgetSettings } from "./env.ts";
import { findGenerationSummary } from "./generation-read-model.ts";
import { findByIdempotencyKey, insertGeneration } from "./generation-store.ts";
import { composePrompt } from "./prompt/compose-prompt.ts";
import { preparePrompt } from "./prompt/prepare-prompt.ts";
import type { Jobs } from "./queue/jobs.ts";
import type { PromptVault } from "./raw-prompt/prompt-vault.ts";
import { storeRawPrompt } from "./raw-prompt/raw-prompt-store.ts";

type Trx = Parameters<typeof insertGeneration>[0];

/**
 * Stores a generation with its redacted answers and prompt, and the job that will run it: both or neither. The same
 * idempotency key with the same body gives the first generation again.
 * @throws ViveroError IDEMPOTENCY_KEY_REUSED for the same key with another body; INVALID_REQUEST; BUDGET_EXHAUSTED
 */
export function createGeneration({
  database,
  jobs,
  now,
  fingerprintKey,
  dayBudget,
  vault,
  storeRawPrompts,
}: {
  database: Database;
  jobs: Jobs;
  now: () => Date;
  fingerprintKey: string;
  dayBudget: DayBudgetSettings;
  vault: PromptVault | null;
  /** Whether the unredacted prompt is kept, sealed. */
  storeRawPrompts: boolean;
}): GenerationApi["create"] {
  return async (input, context) => {
    const { actor, requestId } = context;
    const { organizationId } = actor;
    const { request, prompt, redactions } = preparePrompt(input.request);
    const idempotency =
      input.idempotencyKey === undefined
        ? null
        : { key: input.idempotencyKey, hash: fingerprint(input.request, fingerprintKey) };
    const at = now();
    const jobId = randomUUID();
    return database.tenant(organizationId, async (trx) => {
      const id = await insertGeneration(trx, {
        organizationId,
        requestedBy: actor.userId,
        request,
        prompt,
        redactions,
        jobId,
        idempotency,
        at,
      });
      if (id === null) return { generation: await findEarlier(trx, context, idempotency), created: false };
      if (vault && storeRawPrompts) {
        const place = { organizationId, generationId: id };
        await storeRawPrompt(trx, place, vault.seal(composePrompt(input.request), place));
      }
      await jobs.attempt(trx, jobId, { organizationId, generationId: id, actor, requestId });
      await writeAudit(trx, { actor, requestId, at }, [
        generationEvent("created", id, {
          after: { status: "queued", language: request.language, redactions },
        }),
      ]);
      await requireDayBudget(trx, organizationId, dayBudget, at);
      return { generation: await summary(trx, organizationId, id), created: true };
    });
  };
}

/**
 * What tells one body from another. Keyed, since the body is the unredacted one: a bare hash of it would let whoever reads
 * the table try out what was redacted.
 */
function fingerprint(request: object, key: string): string {
  return createHmac("sha256", key).update(hashOf(request)).digest("hex");
}

async function findEarlier(
  trx: Trx,
  { actor }: CallContext,
  idempotency: { key: string; hash: string } | null,
): Promise<GenerationSummary> {
  const earlier =
    idempotency &&
    (await findByIdempotencyKey(trx, {
      organizationId: actor.organizationId,
      requestedBy: actor.userId,
      idempotencyKey: idempotency.key,
    }));
  if (!earlier) throw new Error("a generation with this idempotency key was neither stored nor found");
  if (earlier.idempotencyHash !== idempotency?.hash) {
    throw new ViveroError(
      "IDEMPOTENCY_KEY_REUSED",
      "This idempotency key was used for another request; take a new one for a new request.",
    );
  }
  return summary(trx, actor.organizationId, earlier.id);
}

async function summary(trx: Trx, organizationId: number, id: number): Promise<GenerationSummary> {
  const found = await findGenerationSummary(trx, organizationId, id);
  if (!found) throw new Error(`generation ${id} vanished within its own transaction`);
  return found;
}
