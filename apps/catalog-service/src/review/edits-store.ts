import type { EntityType } from "@vivero/contracts";
import type { Knex } from "knex";
import { ENTITY_KINDS, type EntityKind } from "../entity-kinds.ts";
import { nameKey } from "../name-key.ts";
import type { EntityStatus } from "./scenario-tree.ts";

/** What a reviewer may change. */
export interface EditedFields {
  readonly name: string;
  readonly description: string | null;
  readonly level: number | null;
}

/** An entity as it stands, and the capability whose branch it is in. */
export interface Editable extends EditedFields {
  readonly status: EntityStatus;
  readonly editedFrom: string | null;
  readonly capabilityId: number;
}

interface Place {
  readonly scenarioId: number;
  readonly type: EntityType;
  readonly id: number;
}

const kindOf = (type: EntityType): EntityKind =>
  ENTITY_KINDS.find((kind) => kind.type === type) ?? ENTITY_KINDS[0];

/** SQL for the capability above an entity. */
const CAPABILITY: Record<EntityType, string> = {
  capability: "entity.id",
  competency: "entity.capability_id",
  skill:
    "(SELECT above.capability_id FROM catalog.competencies AS above WHERE above.id = entity.competency_id)",
};

/** One entity of a scenario; undefined when the scenario has no such one. One statement; the incubation's lock guards it. */
export async function findEditable(
  trx: Knex.Transaction,
  { scenarioId, type, id }: Place,
): Promise<Editable | undefined> {
  const { table, levelColumn } = kindOf(type);
  const { rows } = await trx.raw(
    `SELECT name, description, ${levelColumn} AS level, status, edited_from AS "editedFrom",
       ${CAPABILITY[type]} AS "capabilityId"
     FROM catalog.${table} AS entity WHERE scenario_id = :scenarioId AND id = :id`,
    { scenarioId, id },
  );
  return rows[0];
}

/**
 * Writes an edit, with the name's key; PostgreSQL computes the search key of it. `edited_from` is the model's name as long
 * as the name is another. One statement.
 */
export async function storeEdit(
  trx: Knex.Transaction,
  { type, id }: Pick<Place, "type" | "id">,
  { entity, after, at }: { entity: Editable; after: Partial<EditedFields>; at: Date },
): Promise<void> {
  const { table, levelColumn } = kindOf(type);
  const { name, description, level } = after;
  const modelsName = entity.editedFrom ?? entity.name;
  await trx(`catalog.${table}`)
    .where({ id })
    .update({
      updated_at: at,
      ...(description !== undefined && { description }),
      ...(level !== undefined && { [levelColumn]: level }),
      ...(name !== undefined && {
        name,
        name_key: nameKey(name),
        edited_from: modelsName === name ? null : modelsName,
      }),
    });
}
