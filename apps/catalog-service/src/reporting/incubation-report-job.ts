import type { Actor, GenerationApi } from "@vivero/contracts";
import type { Database } from "@vivero/database";
import type { Logger } from "@vivero/service-kit";
import { findByScenario } from "../incubation-store.ts";
import type { ScenarioJob } from "../jobs/job-queue.ts";

type Report = Parameters<GenerationApi["reportIncubation"]>[0];

/** Tells generation-service, on somebody's behalf, how far a scenario's incubation is. */
export type TellGenerationService = (
  report: Report,
  behalf: { actor: Actor; requestId: string },
) => Promise<{ applied: boolean }>;

/**
 * The job that tells generation-service how many entities of a scenario are left to review. It tells what holds when
 * it runs, after every decision that has begun; `revision` lets the other side drop what arrives late.
 * @throws what the call throws: the queue tries again
 */
export function reportIncubation(options: {
  database: Pick<Database, "tenant">;
  tell: TellGenerationService;
  log: Logger;
}): (job: ScenarioJob) => Promise<void> {
  const { database, tell, log } = options;
  return async ({ scenarioId, actor, requestId }) => {
    const incubation = await database.tenant(actor.organizationId, (trx) =>
      findByScenario(trx, scenarioId, "share"),
    );
    if (!incubation) throw new Error(`scenario ${scenarioId} has no incubation to report`);
    const { generationId, revision, remaining } = incubation;
    const about = { organizationId: actor.organizationId, scenarioId, revision, remaining, requestId };
    try {
      const { applied } = await tell({ scenarioId, generationId, revision, remaining }, { actor, requestId });
      log.info({ ...about, applied }, "reported the incubation");
    } catch (error) {
      log.warn({ ...about, err: error }, "could not report the incubation; will be tried again");
      throw error;
    }
  };
}
