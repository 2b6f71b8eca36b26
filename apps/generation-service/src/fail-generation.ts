import { type Act, generationEvent, writeAudit } from "./audit-trail.ts";
import { announceNews } from "./generation-news-store.ts";
import { changeGeneration, type Failure, type GenerationRecord } from "./generation-store.ts";

type Trx = Parameters<typeof changeGeneration>[0];

/** Ends a generation without an answer, within the transaction that holds its lock. */
export async function failGeneration(
  trx: Trx,
  act: Act,
  { organizationId, id, status }: GenerationRecord,
  failure: Failure,
): Promise<void> {
  await changeGeneration(trx, organizationId, id, {
    status: "failed",
    lastError: failure,
    finishedAt: act.at,
  });
  await announceNews(trx, organizationId, id);
  await writeAudit(trx, act, [
    generationEvent("failed", id, { before: { status }, after: { status: "failed", error: failure } }),
  ]);
}
