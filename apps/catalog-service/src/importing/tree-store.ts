import type { ImportReport, TreeCounts } from "@vivero/contracts";
import type { Knex } from "knex";
import { bearsOneOf } from "../active-names-store.ts";
import { ENTITY_KINDS, type EntityKind } from "../entity-kinds.ts";
import type { TreeRow, TreeRows } from "./tree-rows.ts";

/** Ids of the incubation and of the entities that others hang from, in the order of their rows. */
export interface AllocatedIds {
  readonly incubation: number;
  readonly capabilities: readonly number[];
  readonly competencies: readonly number[];
}

/** What an import has to know before it writes. */
export interface ImportGround {
  readonly ids: AllocatedIds;
  /** Which of the tree's name keys are active already. */
  readonly active: Readonly<Record<keyof TreeCounts, readonly string[]>>;
}

/**
 * Takes ids from the sequences and looks up which names are active. One statement whatever the tree's size; locks
 * nothing. Ids of an import that fails are never used again. How the names are found: see `bearsOneOf`.
 */
export async function prepareImport(trx: Knex.Transaction, rows: TreeRows): Promise<ImportGround> {
  const active = ENTITY_KINDS.map(
    ({ table }) =>
      `ARRAY(SELECT name_key FROM catalog.${table} WHERE ${bearsOneOf(`:${table}`)}) AS active_${table}`,
  );
  const result = await trx.raw(
    `SELECT nextval('catalog.incubations_id_seq') AS incubation,
       ARRAY(SELECT nextval('catalog.capabilities_id_seq') FROM generate_series(1, :above::integer)) AS capabilities,
       ARRAY(SELECT nextval('catalog.competencies_id_seq') FROM generate_series(1, :between::integer)) AS competencies,
       ${active.join(", ")}`,
    {
      above: rows.capabilities.length,
      between: rows.competencies.length,
      capabilities: nameKeysOf(rows.capabilities),
      competencies: nameKeysOf(rows.competencies),
      skills: nameKeysOf(rows.skills),
    },
  );
  const [row] = result.rows;
  return {
    ids: { incubation: row.incubation, capabilities: row.capabilities, competencies: row.competencies },
    active: {
      capabilities: row.active_capabilities,
      competencies: row.active_competencies,
      skills: row.active_skills,
    },
  };
}

const nameKeysOf = (rows: readonly TreeRow[]) => [...new Set(rows.map(({ nameKey }) => nameKey))];

/** What the rows of one import share, and the incubation's own row. */
export interface NewIncubation {
  readonly organizationId: number;
  readonly scenarioId: number;
  readonly generationId: number;
  readonly remaining: number;
  readonly importedBy: number;
  readonly importedAt: Date;
  readonly requestId: string;
  readonly report: ImportReport;
}

/**
 * Writes the incubation and its tree, every entity incubating, unless the generation or the scenario has an incubation
 * already: then nothing, and false. One statement, one insert a table, whatever the tree's size.
 *
 * Of several imports of one generation at a time one goes on; the others wait here until it commits. Relies on
 * `incubations_once_a_generation` and `incubations_once_a_scenario`. Nothing is joined but the one new incubation, so
 * there is no plan to get wrong on tables without statistics. Ids grow in the order of the answer.
 */
export async function insertTreeOnce(
  trx: Knex.Transaction,
  incubation: NewIncubation,
  { rows, ids }: { rows: TreeRows; ids: AllocatedIds },
): Promise<boolean> {
  const { report, ...origin } = incubation;
  const result = await trx.raw(
    `WITH incubation AS (
       INSERT INTO catalog.incubations (organization_id, id, scenario_id, generation_id, payload_hash, report, revision,
         remaining, imported_by, imported_at, request_id)
       VALUES (:organizationId, :incubationId, :scenarioId, :generationId, :payloadHash, :report, 1,
         :remaining, :importedBy, :importedAt, :requestId)
       ON CONFLICT DO NOTHING RETURNING *
     ), ${ENTITY_KINDS.map(insertSql).join(", ")}
     SELECT FROM incubation`,
    {
      ...origin,
      incubationId: ids.incubation,
      payloadHash: report.payloadHash,
      report: JSON.stringify(report),
      capabilities: jsonOf(rows.capabilities, { ids: ids.capabilities, parentIds: [] }),
      competencies: jsonOf(rows.competencies, { ids: ids.competencies, parentIds: ids.capabilities }),
      // Nothing hangs from a skill, so PostgreSQL may number them.
      skills: jsonOf(rows.skills, { ids: null, parentIds: ids.competencies }),
    },
  );
  return result.rowCount === 1;
}

/** The insert of one kind, as a part of the statement above. Names are constants. */
function insertSql({ type, table, parentColumn, levelColumn }: EntityKind): string {
  const columns = {
    organization_id: "incubation.organization_id",
    scenario_id: "incubation.scenario_id",
    generation_id: "incubation.generation_id",
    incubation_id: "incubation.id",
    created_at: "incubation.imported_at",
    updated_at: "incubation.imported_at",
    ...(type === "skill" ? {} : { id: "row.id" }),
    ...(parentColumn === "NULL::bigint" ? {} : { [parentColumn]: "row.parent" }),
    ...(levelColumn === "NULL::smallint" ? {} : { [levelColumn]: "row.level" }),
    llm_id: "row.llm_id",
    name: "row.name",
    name_key: "row.key",
    description: "row.description",
    path: "row.path",
    position: "row.position",
  };
  return `${type} AS (
       INSERT INTO catalog.${table} (${Object.keys(columns).join(", ")})
       SELECT ${Object.values(columns).join(", ")}
       FROM incubation, json_to_recordset(:${table}::json) AS row (id bigint, parent bigint, level smallint,
         llm_id text, name text, key text, description text, path text, position integer)
       ORDER BY row.parent, row.position
     )`;
}

/** The rows of one kind as one text; json rather than jsonb, since each value is read once. */
function jsonOf(
  rows: readonly TreeRow[],
  { ids, parentIds }: { ids: readonly number[] | null; parentIds: readonly number[] },
): string {
  return JSON.stringify(
    rows.map((row, index) => ({
      id: ids?.[index],
      parent: row.parent === null ? undefined : parentIds[row.parent],
      level: row.level ?? undefined,
      llm_id: row.llmId,
      name: row.name,
      key: row.nameKey,
      description: row.description,
      path: row.path,
      position: row.position,
    })),
  );
}
