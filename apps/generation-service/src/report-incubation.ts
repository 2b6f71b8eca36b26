import { type GenerationApi, notFound } from "@vivero/contracts";
import type { Database } from "@vivero/database";
import { writeAudit } from "./audit-trail.ts";
import { changeScenario, lockScenario } from "./scenario-store.ts";

/**
 * Takes the catalog's word on how many of a scenario's entities still incubate. Reports may come late, twice or out of
 * order: only one with a higher revision than the last counts. Nothing left makes the scenario `incubated`; an undo in the catalog
 * makes it `incubating` again.
 * @throws ViveroError NOT_FOUND when the scenario is absent, or is not of that generation
 */
export function reportIncubation({
  database,
  now,
}: {
  database: Database;
  now: () => Date;
}): GenerationApi["reportIncubation"] {
  return async ({ scenarioId, generationId, revision, remaining }, { actor, requestId }) =>
    database.tenant(actor.organizationId, async (trx) => {
      const scenario = await lockScenario(trx, actor.organizationId, scenarioId);
      if (scenario?.sourceGenerationId !== generationId) throw notFound("scenario", scenarioId);
      if (revision <= scenario.incubationRevision) return { applied: false };
      const at = now();
      const movable = ["draft", "incubating", "incubated"].includes(scenario.status);
      const status = !movable ? scenario.status : remaining === 0 ? "incubated" : "incubating";
      await changeScenario(trx, actor.organizationId, scenarioId, {
        status,
        incubationRevision: revision,
        incubationRemaining: remaining,
        incubatedAt: remaining === 0 ? at : null,
      });
      if (status !== scenario.status) {
        await writeAudit(trx, { actor, requestId, at }, [
          {
            action: `scenario.${status}`,
            entityType: "scenario",
            entityId: scenarioId,
            scenarioId,
            generationId,
            before: { status: scenario.status },
            after: { status, remaining, revision },
          },
        ]);
      }
      return { applied: true };
    });
}
