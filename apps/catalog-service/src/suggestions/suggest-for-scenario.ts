import { setImmediate } from "node:timers/promises";
import type { Database } from "@vivero/database";
import type { Logger } from "@vivero/service-kit";
import { ENTITY_KINDS } from "../entity-kinds.ts";
import type { ScenarioJob } from "../jobs/job-queue.ts";
import { findCandidatesOfScenario, type Sought } from "./likely-names-store.ts";
import { rankCandidates, rememberWords } from "./rank-candidates.ts";
import { type Found, keepSuggestions, noteSuggested, startOf } from "./suggestions-store.ts";

/** Above it, four of five pairs of the bench's held-out part were the same thing. */
export const SUGGESTED_FROM = 0.5;
export const MOST_SUGGESTIONS = 3;

/** Judged before others' requests get their turn: some 20 ms. */
const AT_A_TIME = 200;

/**
 * The job that looks, for everything of a scenario that incubates, for the active entities that it may be. Two
 * transactions with a constant number of statements, whatever the size of the scenario: one reads the candidates, one
 * keeps the three best; between them names are compared here, holding nothing in the database. Nothing is merged.
 */
export function suggestForScenario({
  database,
  log,
}: {
  database: Pick<Database, "tenant">;
  log: Logger;
}): (job: ScenarioJob) => Promise<void> {
  return async ({ scenarioId, actor: { organizationId }, requestId }) => {
    const began = performance.now();
    const { computedAt, sought } = await database.tenant(organizationId, async (trx) => {
      const computedAt = await startOf(trx);
      const sought: Sought[] = [];
      for (const { type } of ENTITY_KINDS) {
        sought.push(...(await findCandidatesOfScenario(trx, { organizationId, scenarioId, type })));
      }
      return { computedAt, sought };
    });
    const found = await judge(sought);
    await database.tenant(organizationId, async (trx) => {
      await keepSuggestions(trx, { organizationId, scenarioId, computedAt }, found);
      await noteSuggested(trx, { scenarioId, at: computedAt });
    });
    const ms = Math.round(performance.now() - began);
    log.info(
      { organizationId, scenarioId, requestId, suggested: found.length, ms },
      "looked for suggestions",
    );
  };
}

async function judge(sought: readonly Sought[]): Promise<Found[]> {
  const wordsOf = rememberWords();
  const found: Found[] = [];
  for (const [index, { type, id, name, candidates }] of sought.entries()) {
    const suggestions = rankCandidates(name, candidates, {
      atLeast: SUGGESTED_FROM,
      most: MOST_SUGGESTIONS,
      wordsOf,
    });
    if (suggestions.length > 0) found.push({ type, id, suggestions });
    if (index % AT_A_TIME === AT_A_TIME - 1) await setImmediate();
  }
  return found;
}
