import type { Knex } from "knex";

/**
 * For tests: a row in each of the product's tables that is there, written with the columns of its first migration
 * only, for one organization. Ids are 1.
 *
 * @returns the tables that it filled, in full
 */
export async function insertSampleRows(owner: Knex, organizationId: number): Promise<string[]> {
  const filled: string[] = [];
  for (const [table, sql] of SAMPLES) {
    const { rows } = await owner.raw("SELECT to_regclass(?) IS NOT NULL AS exists", [table]);
    if (!rows[0].exists) continue;
    await owner.raw(sql, { organizationId });
    filled.push(table);
  }
  return filled;
}

/** In the order of their foreign keys. */
const SAMPLES: readonly (readonly [table: string, sql: string])[] = [
  [
    "generation.scenarios",
    `INSERT INTO generation.scenarios (organization_id, id, name, description, status, created_by)
     VALUES (:organizationId, 1, 'Transformación "digital" 🌱', NULL, 'active', 7)`,
  ],
  [
    "generation.scenario_generations",
    `INSERT INTO generation.scenario_generations (organization_id, id, status, prompt, metadata, accepted_at, accepted_by, scenario_id)
     VALUES (:organizationId, 1, 'complete', E'It''s a "prompt" \\\\ 🌱', '{"created_scenario_id": 1}', now(), 7, 1)`,
  ],
  [
    "generation.generation_attempts",
    `INSERT INTO generation.generation_attempts (organization_id, generation_id, attempt) VALUES (:organizationId, 1, 1)`,
  ],
  [
    "generation.generation_chunks",
    `INSERT INTO generation.generation_chunks (organization_id, generation_id, attempt, sequence, text)
     VALUES (:organizationId, 1, 1, 0, '{"scenario')`,
  ],
  [
    "generation.generation_drafts",
    `INSERT INTO generation.generation_drafts (organization_id, id, user_id, step, request)
     VALUES (:organizationId, '00000000-0000-4000-8000-000000000001', 7, 2, '{"language": "es"}')`,
  ],
  ...["generation", "catalog"].flatMap((schema) => [
    [
      `${schema}.audit_chains`,
      `INSERT INTO ${schema}.audit_chains (organization_id, sequence, hash)
       VALUES (:organizationId, 1, decode(repeat('01', 32), 'hex'))`,
    ] as const,
    [
      `${schema}.audit_events`,
      `INSERT INTO ${schema}.audit_events (organization_id, id, sequence, occurred_at, actor_user_id, actor_roles, action,
         entity_type, request_id, previous_hash, hash)
       VALUES (:organizationId, 1, 1, now(), 7, '{planner}', 'scenario.accepted', 'scenario', 'request-1',
         decode(repeat('00', 32), 'hex'), decode(repeat('01', 32), 'hex'))`,
    ] as const,
  ]),
  ...["generation", "catalog"].map(
    (schema) =>
      [
        `${schema}.data_backfill_rows`,
        `INSERT INTO ${schema}.data_backfill_rows (organization_id, id, backfill, part, run) VALUES (:organizationId, 1, 'sample', 0, 1)`,
      ] as const,
  ),
  [
    "catalog.incubations",
    `INSERT INTO catalog.incubations (organization_id, id, scenario_id, generation_id, payload_hash)
     VALUES (:organizationId, 1, 1, 1, 'abc')`,
  ],
  [
    "catalog.review_decisions",
    `INSERT INTO catalog.review_decisions (organization_id, id, scenario_id, action) VALUES (:organizationId, 1, 1, 'approve')`,
  ],
  [
    "catalog.capabilities",
    `INSERT INTO catalog.capabilities (organization_id, id, scenario_id, generation_id, incubation_id, name, name_key, importance)
     VALUES (:organizationId, 1, 1, 1, 1, 'Gestión', 'gestión', 5)`,
  ],
  [
    "catalog.competencies",
    `INSERT INTO catalog.competencies (organization_id, id, scenario_id, capability_id, generation_id, incubation_id, name, name_key, required_level)
     VALUES (:organizationId, 1, 1, 1, 1, 1, 'Gestión del cambio', 'gestión del cambio', 4)`,
  ],
  [
    "catalog.skills",
    `INSERT INTO catalog.skills (organization_id, id, scenario_id, competency_id, generation_id, incubation_id, name, name_key)
     VALUES (:organizationId, 1, 1, 1, 1, 1, 'Escucha', 'escucha')`,
  ],
  [
    "catalog.review_leases",
    `INSERT INTO catalog.review_leases (organization_id, capability_id, scenario_id, user_id, expires_at)
     VALUES (:organizationId, 1, 1, 7, now())`,
  ],
  [
    "catalog.entity_suggestions",
    `INSERT INTO catalog.entity_suggestions (organization_id, type, entity_id, scenario_id, suggestions)
     VALUES (:organizationId, 'skill', 1, 1, '[]')`,
  ],
  [
    "catalog.active_name_marks",
    `INSERT INTO catalog.active_name_marks (organization_id, type, mark, entity_id, characters)
     VALUES (:organizationId, 'skill', 1, 1, 7)`,
  ],
];
