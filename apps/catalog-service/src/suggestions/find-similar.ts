import type { CatalogApi } from "@vivero/contracts";
import { searchKey } from "../name-key.ts";
import type { Ports } from "../ports.ts";
import { findCandidates } from "./likely-names-store.ts";
import { rankCandidates } from "./rank-candidates.ts";

const DEFAULT_LIMIT = 10;
/** Somebody looks and chooses, so that less likely ones may be among them. */
const SHOWN_FROM = 0.3;

/** The active entities of a kind that are most like a name, best first. One statement. */
export function findSimilar({ database }: Pick<Ports, "database">): CatalogApi["similar"] {
  return async ({ type, name, limit = DEFAULT_LIMIT }, { actor: { organizationId } }) => {
    const candidates = await database.tenant(organizationId, (trx) =>
      findCandidates(trx, { organizationId, type, searchKey: searchKey(name) }),
    );
    const ranked = rankCandidates(name, candidates, { atLeast: SHOWN_FROM, most: limit });
    return { items: ranked.map((each) => ({ type, ...each })) };
  };
}
