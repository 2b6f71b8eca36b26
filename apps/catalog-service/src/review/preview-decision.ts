import { type CatalogApi, type PreviewInput, type ReviewInput, ViveroError } from "@vivero/contracts";
import type { Ports } from "../ports.ts";
import { approvalOf } from "./approve-entities.ts";
import { type DecisionKind, makeDecision } from "./make-decision.ts";
import { mergeOf } from "./merge-entities.ts";
import { rejectionFor } from "./reject-entities.ts";
import { undoOf } from "./undo-decisions.ts";

/**
 * Tells what a decision would do, exactly: it is made by the same code, on one moment's state, and not stored. Locks
 * nothing and waits for nobody.
 *
 * @throws ViveroError NOT_FOUND (see `makeDecision`); INVALID_REQUEST for a selection that the decision does not take
 */
export function previewDecision({ database }: Pick<Ports, "database">): CatalogApi["preview"] {
  return async (input, context) => {
    const { scenarioId } = input;
    const selection = selectionOf(input);
    const kind = kindOf(input);
    return database.tenant(
      context.actor.organizationId,
      async (trx) =>
        (await makeDecision(trx, context, { scenarioId, selection }, { kind, lock: false })).result,
      { isolation: "repeatable read" },
    );
  };
}

function selectionOf({ action, items, all }: PreviewInput): ReviewInput["selection"] {
  if ((items === undefined) === (all === undefined))
    throw refused("items", "is due, or `all: true`, not both");
  if (!items) {
    if (action === "merge") throw refused("items", "is due: each entity is merged into one of its own");
    return { all: true };
  }
  const wrong = items.findIndex(({ intoId }) => (intoId !== undefined) !== (action === "merge"));
  if (wrong !== -1) {
    throw refused(
      `items[${wrong}].intoId`,
      action === "merge" ? "is required and missing" : "is for a merge only",
    );
  }
  return { items: items.map(({ type, id }) => ({ type, id })) };
}

const refused = (path: string, message: string) =>
  new ViveroError("INVALID_REQUEST", `The body is not valid: ${path} ${message}.`, {
    details: { errors: [{ path, message }] },
  });

function kindOf({ scenarioId, action, items = [], reason = "" }: PreviewInput): DecisionKind {
  switch (action) {
    case "approve":
      return approvalOf(scenarioId);
    case "reject":
      return rejectionFor(reason);
    case "undo":
      return undoOf(scenarioId);
    case "merge":
      return mergeOf({ scenarioId, items: items.map(({ intoId = 0, ...item }) => ({ ...item, intoId })) });
  }
}
