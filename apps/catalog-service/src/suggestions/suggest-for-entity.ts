import type { EntityType } from "@vivero/contracts";
import type { Transaction } from "../ports.ts";
import { findCandidates } from "./likely-names-store.ts";
import { rankCandidates } from "./rank-candidates.ts";
import { MOST_SUGGESTIONS, SUGGESTED_FROM } from "./suggest-for-scenario.ts";
import { keepSuggestions, startOf } from "./suggestions-store.ts";

/** Looks for suggestions for one entity again, by the name that it has now. Three statements of the caller's transaction. */
export async function suggestForEntity(
  trx: Transaction,
  entity: {
    organizationId: number;
    scenarioId: number;
    type: EntityType;
    id: number;
    name: string;
    searchKey: string;
  },
): Promise<void> {
  const { type, id, name } = entity;
  const suggestions = rankCandidates(name, await findCandidates(trx, entity), {
    atLeast: SUGGESTED_FROM,
    most: MOST_SUGGESTIONS,
  });
  const computedAt = await startOf(trx);
  await keepSuggestions(trx, { ...entity, computedAt }, [{ type, id, suggestions }]);
}
