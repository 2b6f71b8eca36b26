import { describeAnswer } from "./answer-tree/describe-answer.ts";
import { type Act, generationEvent, writeAudit } from "./audit-trail.ts";
import { announceNews } from "./generation-news-store.ts";
import { changeGeneration, type GenerationRecord, readStoredAnswer } from "./generation-store.ts";
import { changeScenario, findEarlierScenario, insertScenario, lockScenario } from "./scenario-store.ts";

type Trx = Parameters<typeof changeGeneration>[0];

/**
 * The generation with its scenario. One that was accepted long ago is named only in its metadata; accepted again, the two are
 * linked, and the backfill adds the prompt.
 */
export async function withItsScenario(
  trx: Trx,
  act: Act,
  generation: GenerationRecord | undefined,
): Promise<GenerationRecord | undefined> {
  if (!generation || generation.scenarioId !== null || generation.acceptedAt === null) return generation;
  const { organizationId, id } = generation;
  const scenarioId = await findEarlierScenario(trx, organizationId, id);
  if (scenarioId === null) return generation;
  await lockScenario(trx, organizationId, scenarioId);
  await changeScenario(trx, organizationId, scenarioId, { sourceGenerationId: id });
  await changeGeneration(trx, organizationId, id, { scenarioId });
  await writeAudit(trx, act, [
    {
      action: "scenario.linked",
      entityType: "scenario",
      entityId: scenarioId,
      scenarioId,
      generationId: id,
      after: { sourceGenerationId: id },
    },
  ]);
  return { ...generation, scenarioId };
}

/** Accepts a generation on somebody's behalf: makes its one scenario, and says so in the audit trail. */
export async function makeScenario(trx: Trx, act: Act, generation: GenerationRecord): Promise<number> {
  const { organizationId, id: generationId, language, companyName } = generation;
  await changeGeneration(trx, organizationId, generationId, {
    acceptedAt: act.at,
    acceptedBy: act.actor.userId,
  });
  const stored = await readStoredAnswer(trx, organizationId, generationId);
  const described = describeAnswer(stored?.answer);
  const unnamed =
    language === "es" ? `Escenario de ${companyName ?? "?"}` : `Scenario of ${companyName ?? "?"}`;
  const scenarioId = await insertScenario(trx, {
    organizationId,
    generationId,
    name: described.name ?? unnamed,
    description: described.description,
    scenarioType: described.scenarioType,
    horizonMonths: described.horizonMonths ?? stored?.wizardAnswers.horizon?.months ?? null,
  });
  await changeGeneration(trx, organizationId, generationId, { scenarioId });
  await announceNews(trx, organizationId, generationId);
  await auditAcceptance(trx, act, generationId, scenarioId);
  return scenarioId;
}

async function auditAcceptance(trx: Trx, act: Act, generationId: number, scenarioId: number): Promise<void> {
  await writeAudit(trx, act, [
    generationEvent("accepted", generationId, {
      scenarioId,
      before: { acceptedAt: null },
      after: { acceptedAt: act.at.toISOString(), acceptedBy: act.actor.userId, scenarioId },
    }),
    {
      action: "scenario.created",
      entityType: "scenario",
      entityId: scenarioId,
      scenarioId,
      generationId,
      after: { status: "draft", sourceGenerationId: generationId },
    },
  ]);
}
