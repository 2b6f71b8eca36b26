import type { ReviewConflict, ReviewLease } from "@vivero/contracts";
import { capabilityOf, type ReviewNode } from "./tree-index.ts";

/** Why an entity cannot be approved now, what stands in the way, and where. */
export interface Obstacle {
  readonly reason: Extract<
    ReviewConflict["reason"],
    "name_already_active" | "ancestor_in_conflict" | "ancestor_rejected"
  >;
  readonly existing: NonNullable<ReviewConflict["existing"]>;
  readonly at: ReviewNode;
}

/** Told before anybody presses approve, by the rules of the service: the first clash on the way down to the entity. */
export function obstacleOf(node: ReviewNode): Obstacle | undefined {
  const above = node.parent && obstacleOf(node.parent);
  if (above?.reason === "name_already_active") {
    const { type, id, name } = above.at.entity;
    return { reason: "ancestor_in_conflict", existing: { type, id, name }, at: above.at };
  }
  if (above) return above;
  if (node.parent?.entity.status === "rejected") {
    const { type, id, name } = node.parent.entity;
    return { reason: "ancestor_rejected", existing: { type, id, name }, at: node.parent };
  }
  const { status, sameAs } = node.entity;
  if (status === "in_incubation" && sameAs)
    return { reason: "name_already_active", existing: sameAs, at: node };
  return undefined;
}

/** Somebody else's lease on the branch of an entity, which holds every decision there back. */
export function leaseOf(
  node: ReviewNode,
  leases: readonly ReviewLease[],
  userId: number,
): ReviewLease | undefined {
  const { id } = capabilityOf(node).entity;
  return leases.find((lease) => lease.capabilityId === id && lease.userId !== userId);
}
