import {
  type CatalogApi,
  ENTITY_STATUSES,
  type IncubatingEntity,
  type IncubationTree,
  notFound,
  type TreeCounts,
} from "@vivero/contracts";
import { type ActiveName, findActiveNames } from "./active-names-store.ts";
import { countByKind, ENTITY_KINDS, type EntityKind } from "./entity-kinds.ts";
import { findByScenario } from "./incubation-store.ts";
import type { Ports, Transaction } from "./ports.ts";

/** One entity with its name key, which the screen does not need but `sameAs` does. */
interface Row
  extends Omit<IncubatingEntity, "sameAs" | "mergedInto" | "decidedAt" | "editedFrom" | "suggestions"> {
  readonly nameKey: string;
  readonly mergedIntoId: number | null;
  readonly mergedIntoName: string | null;
  readonly decidedAt: Date | null;
}

/**
 * Everything that was imported for a scenario, in the order of the answer, each entity with the active one of another
 * origin that bears its name *now*. Five statements whatever the tree's size, of one moment; locks nothing.
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
        const owners = await findOwners(trx, scenarioId, { capabilities, competencies, skills });
        return {
          scenarioId,
          generationId: incubation.generationId,
          importReport: incubation.report,
          revision: incubation.revision,
          remaining: incubation.remaining,
          counts: countByStatus([...capabilities, ...competencies, ...skills]),
          suggestionsReady: false,
          leases: [],
          capabilities: capabilities.map((row) => toEntity(row, owners)),
          competencies: competencies.map((row) => toEntity(row, owners)),
          skills: skills.map((row) => toEntity(row, owners)),
        };
      },
      { isolation: "repeatable read" },
    );
}

/** One statement. Not a join, which would read the whole catalog for the few names of what others are merged into. */
async function readRows(
  trx: Transaction,
  { type, table, parentColumn, levelColumn }: EntityKind,
  scenarioId: number,
): Promise<Row[]> {
  const column = (name: string) => (name.startsWith("NULL") ? name : `entity.${name}`);
  const { rows } = await trx.raw(
    `SELECT '${type}' AS type, entity.id, ${column(parentColumn)} AS "parentId", entity.llm_id AS "llmId", entity.name,
       entity.name_key AS "nameKey", entity.description, ${column(levelColumn)} AS level, entity.status, entity.path,
       entity.merged_into_id AS "mergedIntoId",
       (SELECT owner.name FROM catalog.${table} AS owner WHERE owner.id = entity.merged_into_id) AS "mergedIntoName",
       entity.rejection_reason AS "rejectionReason", entity.decided_by AS "decidedBy", entity.decided_at AS "decidedAt"
     FROM catalog.${table} AS entity
     WHERE entity.scenario_id = ?
     ORDER BY entity.id`,
    [scenarioId],
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

function toEntity(row: Row, owners: ReadonlyMap<string, ActiveName>): IncubatingEntity {
  const { nameKey, mergedIntoId, mergedIntoName, decidedAt, ...entity } = row;
  const owner = owners.get(`${row.type}:${nameKey}`);
  return {
    ...entity,
    editedFrom: null,
    suggestions: [],
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
