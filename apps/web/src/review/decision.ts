import type { IncubatingEntity, ReviewResult } from "@vivero/contracts";
import { obstacleOf } from "./obstacles.ts";
import { ancestorsOf, branchOf, isOpen, keyOf, type ReviewIndex, type ReviewNode } from "./tree-index.ts";

type EntityReference = NonNullable<IncubatingEntity["mergedInto"]>;

/** What a reviewer decides, on any number of entities. */
export type Decision =
  | { readonly action: "approve" | "undo"; readonly keys: readonly string[] }
  | { readonly action: "reject"; readonly keys: readonly string[]; readonly reason: string }
  | { readonly action: "merge"; readonly keys: readonly string[]; readonly into: EntityReference };

/** What becomes of entities, by key. */
export type Changes = ReadonlyMap<string, Partial<IncubatingEntity>>;

/** What the API takes for a decision. A decision on everything is sent as the list of what was seen and nothing else. */
export function bodyOf(decision: Decision, index: ReviewIndex): object {
  const items = decision.keys.flatMap((key) => {
    const entity = index.byKey.get(key)?.entity;
    return entity ? [{ type: entity.type, id: entity.id }] : [];
  });
  if (decision.action === "merge")
    return { items: items.map((item) => ({ ...item, intoId: decision.into.id })) };
  return decision.action === "reject" ? { items, reason: decision.reason } : { items };
}

/**
 * What a decision will most likely change, to be shown at once; the service's answer replaces it. By the service's rules as far as
 * the page knows what they rest on.
 */
export function predict(decision: Decision, index: ReviewIndex, userId: number): Changes {
  const changes = new Map<string, Partial<IncubatingEntity>>();
  const decided = { decidedBy: userId, decidedAt: new Date().toISOString() };
  for (const key of decision.keys) {
    const node = index.byKey.get(key);
    if (!node) continue;
    if (decision.action === "approve") {
      if (obstacleOf(node)) continue;
      for (let due: ReviewNode | undefined = node; due && !changes.has(due.key); due = due.parent)
        if (isOpen(due.entity)) changes.set(due.key, { status: "active", ...decided });
    } else if (decision.action === "merge") {
      if (isOpen(node.entity)) changes.set(key, { status: "merged", mergedInto: decision.into, ...decided });
    } else if (decision.action === "reject") {
      for (const due of openBranch(node))
        changes.set(due.key, { status: "rejected", rejectionReason: decision.reason, ...decided });
    } else {
      for (const due of takenBack(node)) changes.set(due.key, REOPENED);
    }
  }
  return changes;
}

const REOPENED: Partial<IncubatingEntity> = {
  status: "in_incubation",
  mergedInto: null,
  rejectionReason: null,
  decidedBy: null,
  decidedAt: null,
};

function openBranch(node: ReviewNode): ReviewNode[] {
  return isOpen(node.entity) ? [node, ...node.children.flatMap(openBranch)] : [];
}

function takenBack(node: ReviewNode): ReviewNode[] {
  const { status, decidedAt } = node.entity;
  if (status === "in_incubation") return [];
  if (status !== "rejected")
    return branchOf(node).filter(({ entity }) => entity.status === "active" || entity.status === "merged");
  const together = branchOf(node).filter(
    ({ entity }) => entity.status === "rejected" && entity.decidedAt === decidedAt,
  );
  return [...together, ...ancestorsOf(node).filter(({ entity }) => entity.status === "rejected")];
}

/** What a decision did change, as the service tells it. */
export function outcome(
  decision: Decision,
  result: ReviewResult,
  index: ReviewIndex,
  userId: number,
): Changes {
  const at = new Date().toISOString();
  const changes = result.changed.map((changed): [string, Partial<IncubatingEntity>] => {
    const key = keyOf(changed);
    if (changed.to === "in_incubation") return [key, REOPENED];
    const into = changed.mergedIntoId;
    const name =
      decision.action === "merge" && decision.into.id === into
        ? decision.into.name
        : index.byKey.get(`${changed.type}-${into}`)?.entity.name;
    return [
      key,
      {
        status: changed.to,
        mergedInto: into === null ? null : { type: changed.type, id: into, name: name ?? String(into) },
        rejectionReason: decision.action === "reject" ? decision.reason : null,
        decidedBy: userId,
        decidedAt: at,
      },
    ];
  });
  return new Map(changes);
}

/**
 * What to undo to take a decision back: everything that it changed, but no ancestor on which something decided since then rests,
 * which would be taken back with it.
 */
export function undoKeys(changed: readonly string[], index: ReviewIndex): string[] {
  const own = new Set(changed);
  return changed.filter((key) => {
    const node = index.byKey.get(key);
    return node && branchOf(node).every((below) => isOpen(below.entity) || own.has(below.key));
  });
}
