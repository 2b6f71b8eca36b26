import type { ImportInput } from "@vivero/contracts";
import type { Client } from "pg";
import { ENTITY_KINDS } from "../src/entity-kinds.ts";
import { type TreeRows, treeRows } from "../src/importing/tree-rows.ts";

/** The rows of one import as the raw statements take them: made beforehand, so that only SQL is timed. */
export interface RawRows {
  readonly input: ImportInput;
  readonly incubationId: number;
  /** One JSON text a table. */
  readonly json: Readonly<Record<keyof TreeRows, string>>;
}

/** Prepares the rows that an import writes, with ids from `firstId` on. */
export function prepareRawRows(input: ImportInput, organizationId: number, firstId: number): RawRows {
  const rows = treeRows(input.capabilities);
  const common = {
    organization_id: organizationId,
    scenario_id: input.scenarioId,
    generation_id: input.generationId,
    incubation_id: firstId,
  };
  const jsonOf = (kind: keyof TreeRows, parentColumn: string | null, levelColumn: string | null) =>
    JSON.stringify(
      rows[kind].map((row, index) => ({
        ...common,
        id: firstId + index,
        ...(parentColumn && { [parentColumn]: firstId + (row.parent ?? 0) }),
        ...(levelColumn && { [levelColumn]: row.level }),
        llm_id: row.llmId,
        name: row.name,
        name_key: row.nameKey,
        description: row.description,
        path: row.path,
        position: row.position,
      })),
    );
  return {
    input,
    incubationId: firstId,
    json: {
      capabilities: jsonOf("capabilities", null, "importance"),
      competencies: jsonOf("competencies", "capability_id", "required_level"),
      skills: jsonOf("skills", "competency_id", null),
    },
  };
}

const COLUMNS =
  "organization_id, scenario_id, generation_id, incubation_id, id, llm_id, name, name_key, description, path, position";
const TYPES =
  "organization_id bigint, scenario_id bigint, generation_id bigint, incubation_id bigint, id bigint, llm_id text, name text, name_key text, description text, path text, position integer";

/**
 * Inserts every row that an import leaves, with one statement a table, in one transaction, in the tenant that row-level
 * security asks for: incubation, capabilities, competencies, skills, the two jobs, the audit event and its chain's head.
 * All values are made beforehand: no ids are allocated, no names compared, nothing is hashed, nobody is woken.
 */
export async function rawImport(client: Client, organizationId: number, raw: RawRows): Promise<void> {
  await client.query("BEGIN");
  await client.query("SELECT set_config('vivero.organization_id', $1, true)", [String(organizationId)]);
  await client.query(
    "INSERT INTO catalog.incubations (organization_id, id, scenario_id, generation_id, payload_hash) VALUES ($1, $2, $3, $4, $5)",
    [organizationId, raw.incubationId, raw.input.scenarioId, raw.input.generationId, raw.input.payloadHash],
  );
  for (const { table, parentColumn, levelColumn } of ENTITY_KINDS) {
    const own = [parentColumn, levelColumn].filter((column) => !column.startsWith("NULL"));
    const columns = [COLUMNS, ...own].join(", ");
    const types = [TYPES, ...own.map((column) => `${column} bigint`)].join(", ");
    await client.query(
      `INSERT INTO catalog.${table} (${columns}) SELECT ${columns} FROM json_to_recordset($1::json) AS row (${types})`,
      [raw.json[table]],
    );
  }
  await client.query(
    `INSERT INTO catalog_queue.job (name, data, singleton_key, policy, retry_limit, retry_delay, retry_backoff,
       expire_seconds, deletion_seconds, keep_until)
     VALUES ('incubation-report', $1, $2, 'stately', 10000, 1, true, 60, 86400, now() + interval '30 days'),
       ('entity-suggestions', $1, $2, 'stately', 10000, 1, true, 600, 86400, now() + interval '30 days')`,
    [JSON.stringify({ scenarioId: raw.input.scenarioId }), `${organizationId}:${raw.input.scenarioId}`],
  );
  const hash = Buffer.alloc(32, 1);
  await client.query(
    `INSERT INTO catalog.audit_chains AS head (organization_id, sequence, hash) VALUES ($1, 1, $2)
     ON CONFLICT (organization_id) DO UPDATE SET sequence = head.sequence + 1, hash = $2`,
    [organizationId, hash],
  );
  await client.query(
    `INSERT INTO catalog.audit_events (organization_id, sequence, occurred_at, actor_user_id, actor_roles, action,
       entity_type, entity_id, scenario_id, generation_id, after, request_id, previous_hash, hash)
     SELECT $1, sequence, now(), 1, '{planner}', 'incubation.imported', 'incubation', $2, $3, $4, $5, 'raw', $6, $6
     FROM catalog.audit_chains WHERE organization_id = $1`,
    [
      organizationId,
      raw.incubationId,
      raw.input.scenarioId,
      raw.input.generationId,
      JSON.stringify({ payloadHash: raw.input.payloadHash }),
      hash,
    ],
  );
  await client.query("COMMIT");
}
