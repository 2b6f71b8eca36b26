import {
  type CatalogApi,
  ENTITY_STATUSES,
  type EntityType,
  type IncubatingEntity,
  type IncubationTree,
  notFound,
  type TreeCounts,
} from "@vivero/contracts";
import { type ActiveName, findActiveNames } from "./active-names-store.ts";
import { countByKind, ENTITY_KINDS, type EntityKind } from "./entity-kinds.ts";
import { findByScenario } from "./incubation-store.ts";
import { liveLeases } from "./leases/review-leases-store.ts";
import type { Ports, Transaction } from "./ports.ts";
import { readSuggestions, type SuggestionsByEntity } from "./suggestions/suggestions-store.ts";

/** One entity with its name key, which the screen does not need but `sameAs` does. */
interface Row extends Omit<IncubatingEntity, "sameAs" | "mergedInto" | "decidedAt" | "suggestions"> {
  readonly nameKey: string;
  readonly mergedIntoId: number | null;
  readonly mergedIntoName: string | null;
  readonly decidedAt: Date | null;
}

/**
 * Everything that was imported for a scenario, in the order of the answer, each entity with the active one of another
 * origin that bears its name *now*. Seven statements whatever the tree's size, of one moment; locks nothing.
 *
 * @throws ViveroError NOT_FOUND when nothing was imported for the scenario
 */
export function readIncubationTree({ database }: Pick<Ports, "database">): CatalogApi["incubationTree"] {
  return ({ scenarioId }, { actor }): Promise<IncubationTree> =>
    database.tenant(
      actor.organizationId,
      async (trx) => {
        const incubation = await findByScenario(trx, scenarioId);
        if (!incubation) throw notFound("incubation of scenario", scenarioId);
        const [capability, competency, skill] = ENTITY_KINDS;
        const capabilities = await readRows(trx, capability, scenarioId);
        const competencies = await readRows(trx, competency, scenarioId);
        const skills = await readRows(trx, skill, scenarioId);
        const around = {
          owners: await findOwners(trx, scenarioId, { capabilities, competencies, skills }),
          suggestions: await readSuggestions(trx, scenarioId),
        };
        return {
          scenarioId,
          generationId: incubation.generationId,
          importReport: incubation.report,
          revision: incubation.revision,
          remaining: incubation.remaining,
          counts: countByStatus([...capabilities, ...competencies, ...skills]),
          suggestionsReady: incubation.suggestedAt !== null,
          leases: await liveLeases(trx, scenarioId),
          capabilities: capabilities.map((row) => toEntity(row, around)),
          competencies: competencies.map((row) => toEntity(row, around)),
          skills: skills.map((row) => toEntity(row, around)),
        };
      },
      { isolation: "repeatable read" },
    );
}

/** One entity of a scenario as the tree shows it; undefined when the scenario has no such one. Three statements. */
export async function readIncubatingEntity(
  trx: Transaction,
  scenarioId: number,
  { type, id }: { type: EntityType; id: number },
): Promise<IncubatingEntity | undefined> {
  const kind = ENTITY_KINDS.find((each) => each.type === type) ?? ENTITY_KINDS[0];
  const rows = await readRows(trx, kind, scenarioId, id);
  const [row] = rows;
  if (!row) return undefined;
  const none = { capabilities: [], competencies: [], skills: [] };
  return toEntity(row, {
    owners: await findOwners(trx, scenarioId, { ...none, [kind.table]: rows }),
    suggestions: await readSuggestions(trx, scenarioId, { type, id }),
  });
}

/** One statement. Not a join, which would read the whole catalog for the few names of what others are merged into. */
async function readRows(
  trx: Transaction,
  { type, table, parentColumn, levelColumn }: EntityKind,
  scenarioId: number,
  only?: number,
): Promise<Row[]> {
  const column = (name: string) => (name.startsWith("NULL") ? name : `entity.${name}`);
  const { rows } = await trx.raw(
    `SELECT '${type}' AS type, entity.id, ${column(parentColumn)} AS "parentId", entity.llm_id AS "llmId", entity.name,
       entity.edited_from AS "editedFrom", entity.name_key AS "nameKey", entity.description, ${column(levelColumn)} AS level, entity.status, entity.path,
       entity.merged_into_id AS "mergedIntoId",
       (SELECT owner.name FROM catalog.${table} AS owner WHERE owner.id = entity.merged_into_id) AS "mergedIntoName",
       entity.rejection_reason AS "rejectionReason", entity.decided_by AS "decidedBy", entity.decided_at AS "decidedAt"
     FROM catalog.${table} AS entity
     WHERE entity.scenario_id = :scenarioId ${only === undefined ? "" : "AND entity.id = :only"}
     ORDER BY entity.id`,
    { scenarioId, only: only ?? null },
  );
  return rows;
}

/** The active entities of other scenarios that bear a name of this one, by kind and name key. One statement. */
async function findOwners(
  trx: Transaction,
  scenarioId: number,
  tree: Record<keyof TreeCounts, Row[]>,
): Promise<Map<string, ActiveName>> {
  const keys = (rows: Row[]) => [...new Set(rows.map(({ nameKey }) => nameKey))];
  const active = await findActiveNames(trx, {
    capabilities: keys(tree.capabilities),
    competencies: keys(tree.competencies),
    skills: keys(tree.skills),
  });
  return new Map(
    active
      .filter((owner) => owner.scenarioId !== scenarioId)
      .map((owner) => [`${owner.type}:${owner.nameKey}`, owner]),
  );
}

/** What an entity is shown with: active ones of its name, by kind and name key, and those that it may be. */
interface Surroundings {
  readonly owners: ReadonlyMap<string, ActiveName>;
  readonly suggestions: SuggestionsByEntity;
}

function toEntity(row: Row, { owners, suggestions }: Surroundings): IncubatingEntity {
  const { nameKey, mergedIntoId, mergedIntoName, decidedAt, ...entity } = row;
  const owner = owners.get(`${row.type}:${nameKey}`);
  return {
    ...entity,
    suggestions: row.status === "in_incubation" ? (suggestions.get(`${row.type}:${row.id}`) ?? []) : [],
    mergedInto:
      mergedIntoId === null || mergedIntoName === null
        ? null
        : { type: row.type, id: mergedIntoId, name: mergedIntoName },
    sameAs: owner ? { type: owner.type, id: owner.id, name: owner.name } : null,
    decidedAt: decidedAt?.toISOString() ?? null,
  };
}

function countByStatus(rows: readonly Row[]): IncubationTree["counts"] {
  const of = (status: Row["status"]) => countByKind(rows.filter((row) => row.status === status));
  return Object.fromEntries(
    ENTITY_STATUSES.map((status) => [status, of(status)]),
  ) as IncubationTree["counts"];
}
