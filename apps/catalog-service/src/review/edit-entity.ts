import {
  type CallContext,
  type CatalogApi,
  type EditInput,
  type IncubatingEntity,
  notFound,
  ViveroError,
} from "@vivero/contracts";
import { appendAuditEvents } from "@vivero/database";
import { refuseUnstorableText } from "../importing/refuse-unstorable.ts";
import { advance, findByScenario, type Incubation } from "../incubation-store.ts";
import { readIncubatingEntity } from "../incubation-tree-read-model.ts";
import { liveLeases } from "../leases/review-leases-store.ts";
import { leased } from "../leases/take-lease.ts";
import { searchKey } from "../name-key.ts";
import type { Ports, Transaction } from "../ports.ts";
import { suggestForEntity } from "../suggestions/suggest-for-entity.ts";
import { type Editable, type EditedFields, findEditable, storeEdit } from "./edits-store.ts";

/**
 * Changes the name, description or level of an incubating entity: one transaction with one audit event of what changed,
 * and suggestions looked for anew when the name did. `editedFrom` keeps the model's name. An edit that changes nothing
 * writes nothing; one back to the model's name clears `editedFrom`.
 *
 * @throws ViveroError NOT_FOUND when the scenario has no such entity; REVIEW_CONFLICT when it is decided; LEASED when
 *   somebody else reviews its branch; INVALID_REQUEST when the text cannot be stored, or a skill is given a level
 */
export function editEntity({ database, clock }: Pick<Ports, "database" | "clock">): CatalogApi["edit"] {
  return async (input, context) => {
    const wanted = wantedOf(input);
    return database.tenant(context.actor.organizationId, async (trx) => {
      const incubation = await findByScenario(trx, input.scenarioId, "update");
      if (!incubation) throw notFound("incubation of scenario", input.scenarioId);
      const entity = await findEditable(trx, input);
      if (!entity) throw notFound(`${input.type} of scenario ${input.scenarioId} with the id`, input.id);
      await requireFree(trx, input, entity, context);
      const after = changesOf(entity, wanted);
      if (Object.keys(after).length > 0) {
        await write(trx, { input, entity, after, incubation, context, at: clock() });
      }
      return (await readIncubatingEntity(trx, input.scenarioId, input)) as IncubatingEntity;
    });
  };
}

function wantedOf({ type, changes }: EditInput): Partial<EditedFields> {
  const { name, description, level } = changes;
  if (type === "skill" && level !== undefined && level !== null) {
    throw new ViveroError("INVALID_REQUEST", "A skill has no level.", {
      details: {
        errors: [
          {
            path: "level",
            message: "is not a field of a skill",
            messageEs: "no es un campo de una habilidad",
          },
        ],
      },
    });
  }
  refuseUnstorableText({ name: name ?? null, description: description ?? null });
  return {
    ...(name !== undefined && { name: name.trim() }),
    ...(description !== undefined && { description }),
    ...(level !== undefined && type !== "skill" && { level }),
  };
}

async function requireFree(
  trx: Transaction,
  { scenarioId, type, id }: EditInput,
  { status, name, capabilityId }: Editable,
  { actor }: CallContext,
): Promise<void> {
  const leases = await liveLeases(trx, scenarioId, { besides: actor.userId });
  const holder = leases.find((each) => each.capabilityId === capabilityId);
  if (holder) throw leased(holder);
  if (status === "in_incubation") return;
  throw new ViveroError("REVIEW_CONFLICT", `The ${type} is ${status} already; undo that to change it.`, {
    details: { conflicts: [{ type, id, name, reason: "already_decided", status }] },
  });
}

function changesOf(entity: Editable, wanted: Partial<EditedFields>): Partial<EditedFields> {
  return Object.fromEntries(
    Object.entries(wanted).filter(([field, value]) => entity[field as keyof EditedFields] !== value),
  );
}

async function write(
  trx: Transaction,
  edit: {
    input: EditInput;
    entity: Editable;
    after: Partial<EditedFields>;
    incubation: Incubation;
    context: CallContext;
    at: Date;
  },
): Promise<void> {
  const { input, entity, after, incubation, at } = edit;
  const { actor, requestId } = edit.context;
  const { scenarioId, type, id } = input;
  await storeEdit(trx, input, { entity, after, at });
  if (after.name !== undefined) {
    await suggestForEntity(trx, {
      organizationId: actor.organizationId,
      scenarioId,
      type,
      id,
      name: after.name,
      searchKey: searchKey(after.name),
    });
  }
  await advance(trx, incubation, incubation.remaining);
  const before = Object.fromEntries(
    Object.keys(after).map((field) => [field, entity[field as keyof EditedFields]]),
  );
  await appendAuditEvents(
    trx,
    { schema: "catalog", organizationId: actor.organizationId, actor, requestId, at },
    [
      {
        action: `${type}.edited`,
        entityType: type,
        entityId: id,
        scenarioId,
        generationId: incubation.generationId,
        before,
        after,
      },
    ],
  );
}
