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
/** A name has nine marks at most. */
const MORE_THAN_MARKS = 100;
/** Of all those, how many are judged. */
const MOST_CANDIDATES = 25;

/**
 * The active entities that share most marks with a row of `source` (column `search_key`), those of about its length first;
 * before all others those of its very name, whatever its accents. A lateral part of a statement with the binding
 * `organizationId`. It reads a bounded number of entries, in `active_name_marks_pkey`, `…_active_search` and `…_pkey`.
 *
 * Each lookup is a lateral part with a limit, by a whole key of its index: joined freely, on tables without statistics, the
 * planner takes the organization for a single row and compares each entity with each (over two minutes for a thousand).
 */
const likelyNames = (type: EntityType, table: string) => `LATERAL (
    SELECT near.entity_id AS id
    FROM (
      SELECT held.entity_id, held.characters, 1 AS weight
      FROM unnest(catalog.name_marks(source.search_key)) AS sought (mark)
      CROSS JOIN LATERAL (
        SELECT entity_id, characters FROM catalog.active_name_marks
        WHERE organization_id = :organizationId AND type = '${type}' AND mark = sought.mark
        LIMIT ${READ_OF_A_MARK}
      ) AS held
      UNION ALL
      SELECT same.id, char_length(source.search_key), ${MORE_THAN_MARKS} AS weight
      FROM (
        SELECT id FROM catalog.${table}
        WHERE organization_id = :organizationId AND search_key = source.search_key AND status = 'active'
        LIMIT ${READ_OF_A_MARK}
      ) AS same
    ) AS near
    GROUP BY near.entity_id
    ORDER BY sum(near.weight) DESC, min(abs(near.characters - char_length(source.search_key))), near.entity_id
    LIMIT ${MOST_CANDIDATES}
  ) AS likely
  CROSS JOIN LATERAL (
    SELECT id, name, status FROM catalog.${table} WHERE organization_id = :organizationId AND id = likely.id LIMIT 1
  ) AS candidate`;

const tableOf = (type: EntityType) => ENTITY_KINDS.find((kind) => kind.type === type)?.table ?? "skills";

/** The candidates for one name, given by its search key. One statement; locks nothing. */
export async function findCandidates(
  trx: Knex.Transaction,
  name: { organizationId: number; type: EntityType; searchKey: string },
): Promise<Candidate[]> {
  const { rows } = await trx.raw(
    `SELECT candidate.id, candidate.name
     FROM (SELECT :searchKey::text AS search_key) AS source
     CROSS JOIN ${likelyNames(name.type, tableOf(name.type))}
     WHERE candidate.status = 'active'`,
    { organizationId: name.organizationId, searchKey: name.searchKey },
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
       AND source.status = 'in_incubation' AND candidate.status = 'active'
     GROUP BY source.id, source.name ORDER BY source.id`,
    { organizationId, scenarioId },
  );
  return rows;
}
