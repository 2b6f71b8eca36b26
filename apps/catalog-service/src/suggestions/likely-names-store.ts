import type { EntityType } from "@vivero/contracts";
import type { Knex } from "knex";
import { ENTITY_KINDS } from "../entity-kinds.ts";

/** An active entity that shares some marks with a name; whether it is like it is still to be judged. */
export interface Candidate {
  readonly id: number;
  readonly name: string;
}

/** Read of each mark, however many names have it: what keeps the time flat. */
const READ_OF_A_MARK = 40;
/** Of all those, how many are judged. */
const MOST_CANDIDATES = 25;

/**
 * The active entities that share most marks with a row of `source` (columns `name_key` and `search_key`), those of about
 * its length first; and the one that bears its very name. A lateral part of a statement with the binding
 * `organizationId`. It reads a bounded number of index entries, in `active_name_marks_pkey` and `…_one_active_name`.
 */
const likelyNames = (type: EntityType, table: string) => `LATERAL (
    SELECT near.entity_id AS id
    FROM (
      SELECT held.entity_id, held.characters
      FROM unnest(catalog.name_marks(source.search_key)) AS sought (mark)
      CROSS JOIN LATERAL (
        SELECT entity_id, characters FROM catalog.active_name_marks
        WHERE organization_id = :organizationId AND type = '${type}' AND mark = sought.mark
        LIMIT ${READ_OF_A_MARK}
      ) AS held
      UNION ALL
      SELECT same.id, char_length(source.search_key) FROM catalog.${table} AS same, generate_series(1, 10)
      WHERE same.organization_id = :organizationId AND same.name_key = source.name_key AND same.status = 'active'
    ) AS near
    GROUP BY near.entity_id
    ORDER BY count(*) DESC, min(abs(near.characters - char_length(source.search_key))), near.entity_id
    LIMIT ${MOST_CANDIDATES}
  ) AS likely
  JOIN catalog.${table} AS candidate
    ON candidate.organization_id = :organizationId AND candidate.id = likely.id AND candidate.status = 'active'`;

const tableOf = (type: EntityType) => ENTITY_KINDS.find((kind) => kind.type === type)?.table ?? "skills";

/** The candidates for one name, given by its keys. One statement; locks nothing. */
export async function findCandidates(
  trx: Knex.Transaction,
  name: { organizationId: number; type: EntityType; nameKey: string; searchKey: string },
): Promise<Candidate[]> {
  const { rows } = await trx.raw(
    `SELECT candidate.id, candidate.name
     FROM (SELECT :nameKey::text AS name_key, :searchKey::text AS search_key) AS source
     CROSS JOIN ${likelyNames(name.type, tableOf(name.type))}`,
    { organizationId: name.organizationId, nameKey: name.nameKey, searchKey: name.searchKey },
  );
  return rows;
}

/** An incubating entity with its candidates, in the order of their ids. */
export interface Sought {
  readonly type: EntityType;
  readonly id: number;
  readonly name: string;
  readonly candidates: readonly Candidate[];
}

/** The candidates for everything of one kind that incubates in a scenario. One statement however many; locks nothing. */
export async function findCandidatesOfScenario(
  trx: Knex.Transaction,
  { organizationId, scenarioId, type }: { organizationId: number; scenarioId: number; type: EntityType },
): Promise<Sought[]> {
  const table = tableOf(type);
  const { rows } = await trx.raw(
    `SELECT '${type}' AS type, source.id, source.name,
       json_agg(json_build_object('id', candidate.id, 'name', candidate.name)) AS candidates
     FROM catalog.${table} AS source CROSS JOIN ${likelyNames(type, table)}
     WHERE source.organization_id = :organizationId AND source.scenario_id = :scenarioId
       AND source.status = 'in_incubation'
     GROUP BY source.id, source.name ORDER BY source.id`,
    { organizationId, scenarioId },
  );
  return rows;
}
