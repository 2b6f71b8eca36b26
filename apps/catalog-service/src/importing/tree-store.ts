import type { Knex } from "knex";
import { ENTITY_KINDS, type EntityKind } from "../entity-kinds.ts";
import type { TreeRow, TreeRows } from "./tree-rows.ts";

/** Ids of the rows of each list, in its order, and of the incubation itself. */
export interface AllocatedIds {
  readonly incubation: number;
  readonly capabilities: readonly number[];
  readonly competencies: readonly number[];
  readonly skills: readonly number[];
}

/**
 * Takes ids from the sequences for a whole tree, growing in the order of its rows: what orders a scenario's tree by id
 * orders it like the answer. One statement; locks nothing. Ids of an import that fails are never used again.
 */
export async function allocateIds(trx: Knex.Transaction, rows: TreeRows): Promise<AllocatedIds> {
  const take = ({ table }: EntityKind) =>
    `ARRAY(SELECT nextval('catalog.${table}_id_seq') FROM generate_series(1, :${table}::integer)) AS ${table}`;
  const { rows: allocated } = await trx.raw(
    `SELECT nextval('catalog.incubations_id_seq') AS incubation, ${ENTITY_KINDS.map(take).join(", ")}`,
    {
      capabilities: rows.capabilities.length,
      competencies: rows.competencies.length,
      skills: rows.skills.length,
    },
  );
  return allocated[0];
}

/** What all rows of one import share. */
export interface TreeOrigin {
  readonly organizationId: number;
  readonly scenarioId: number;
  readonly generationId: number;
  readonly importedAt: Date;
}

/**
 * Inserts the tree as incubating entities, parents first: three statements, one a table, whatever its size. The
 * incubation's row must be there. No join, so there is no plan to get wrong on tables without statistics.
 */
export async function insertTree(
  trx: Knex.Transaction,
  origin: TreeOrigin,
  rows: TreeRows,
  ids: AllocatedIds,
): Promise<void> {
  const [capability, competency, skill] = ENTITY_KINDS;
  await insertRows(trx, capability, { origin, ids, rows: rows.capabilities, parentIds: [] });
  await insertRows(trx, competency, { origin, ids, rows: rows.competencies, parentIds: ids.capabilities });
  await insertRows(trx, skill, { origin, ids, rows: rows.skills, parentIds: ids.competencies });
}

interface Insertion {
  readonly origin: TreeOrigin;
  readonly ids: AllocatedIds;
  readonly rows: readonly TreeRow[];
  readonly parentIds: readonly number[];
}

async function insertRows(
  trx: Knex.Transaction,
  { table, parentColumn, levelColumn }: EntityKind,
  { origin, ids, rows, parentIds }: Insertion,
): Promise<void> {
  const parent = parentColumn === "NULL::bigint" ? [] : [parentColumn];
  const level = levelColumn === "NULL::smallint" ? [] : [levelColumn];
  await trx.raw(
    `INSERT INTO catalog.${table} (${[...parent, ...level].map((column) => `${column}, `).join("")}
       organization_id, scenario_id, generation_id, incubation_id, created_at, updated_at,
       id, llm_id, name, name_key, description, path, position)
     SELECT ${parent.map(() => "row.parent, ").join("")}${level.map(() => "row.level, ").join("")}
       :organizationId, :scenarioId, :generationId, :incubationId, :importedAt, :importedAt,
       row.id, row.llm_id, row.name, row.key, row.description, row.path, row.position
     FROM jsonb_to_recordset(:rows::jsonb) AS row (id bigint, parent bigint, level smallint, llm_id text, name text,
       key text, description text, path text, position integer)`,
    {
      ...origin,
      incubationId: ids.incubation,
      rows: JSON.stringify(
        rows.map((row, index) => ({
          id: ids[table][index],
          parent: row.parent === null ? null : parentIds[row.parent],
          level: row.level,
          llm_id: row.llmId,
          name: row.name,
          key: row.nameKey,
          description: row.description,
          path: row.path,
          position: row.position,
        })),
      ),
    },
  );
}
