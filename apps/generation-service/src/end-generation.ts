import { sumUsage } from "./attempt-store.ts";
import { type Act, generationEvent, writeAudit } from "./audit-trail.ts";
import { announceNews } from "./generation-news-store.ts";
import {
  changeGeneration,
  type Failure,
  type GenerationChange,
  type GenerationRecord,
} from "./generation-store.ts";

type Trx = Parameters<typeof changeGeneration>[0];

/**
 * Ends a generation for which no further answer is asked, within the transaction that holds its lock: complete with the
 * readable answer that its run has brought, its faults beside it, or failed when there is none.
 *
 * @param kept what the last attempt brought for the generation's row
 */
export async function endGeneration(
  trx: Trx,
  act: Act,
  generation: GenerationRecord,
  { kept = {}, failure }: { kept?: GenerationChange; failure: Failure },
): Promise<"complete" | "failed"> {
  if ("answer" in kept || generation.validationErrors !== null) {
    await completeGeneration(trx, act, generation, kept);
    return "complete";
  }
  const { organizationId, id, status } = generation;
  await changeGeneration(trx, organizationId, id, {
    ...(await usageOf(trx, generation)),
    status: "failed",
    lastError: failure,
    finishedAt: act.at,
  });
  await announceNews(trx, organizationId, id);
  await writeAudit(trx, act, [
    generationEvent("failed", id, { before: { status }, after: { status: "failed", error: failure } }),
  ]);
  return "failed";
}

/** Completes a generation with what its last attempt brought, or with what is kept of an earlier one. */
export async function completeGeneration(
  trx: Trx,
  act: Act,
  generation: GenerationRecord,
  kept: GenerationChange,
): Promise<void> {
  const { organizationId, id, status } = generation;
  await changeGeneration(trx, organizationId, id, {
    ...kept,
    ...(await usageOf(trx, generation)),
    status: "complete",
    lastError: null,
    finishedAt: act.at,
  });
  await announceNews(trx, organizationId, id);
  const faults = kept.validationErrors ?? generation.validationErrors ?? [];
  await writeAudit(trx, act, [
    generationEvent("completed", id, {
      before: { status },
      after: { status: "complete", attempts: generation.attempts, faults: faults.length },
    }),
  ]);
}

/** The tokens of all attempts so far, for the generation's row. */
export async function usageOf(
  trx: Trx,
  { organizationId, id }: Pick<GenerationRecord, "organizationId" | "id">,
): Promise<GenerationChange> {
  const { inputTokens, outputTokens } = await sumUsage(trx, { organizationId, generationId: id });
  const known = inputTokens !== null || outputTokens !== null;
  return { inputTokens, outputTokens, totalTokens: known ? (inputTokens ?? 0) + (outputTokens ?? 0) : null };
}
