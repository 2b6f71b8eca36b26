import {
  EntityEditSchema,
  EntityTypeSchema,
  Id,
  IncubatingEntitySchema,
  LeaseRequestSchema,
  MergeSchema,
  PreviewSchema,
  RejectionSchema,
  ReviewLeaseSchema,
  ReviewResultSchema,
  SelectionSchema,
} from "@vivero/contracts";
import { Type } from "typebox";
import { endpoint } from "../http/endpoint.ts";
import { IdPath } from "./parameters.ts";

const common = {
  method: "post",
  tag: "Review",
  permission: "incubation:review",
  params: IdPath,
  responses: { 200: { description: "What changed and what could not.", schema: ReviewResultSchema } },
  errors: ["REVIEW_CONFLICT"],
} as const;

const EntityPath = Type.Object(
  { id: Id, type: EntityTypeSchema, entityId: Id },
  { additionalProperties: false },
);
const LeasePath = Type.Object({ id: Id, capabilityId: Id }, { additionalProperties: false });

/** The reviewer's decisions: one entity or thousands in one request. */
export const reviewEndpoints = [
  endpoint({
    ...common,
    path: "/scenarios/{id}/incubation/approve",
    operationId: "approveEntities",
    summary: "Make incubating entities active",
    description:
      "Approves the ancestors they hang from. A name that is active already is a conflict that names the existing entity; it stays incubating.",
    body: SelectionSchema,
    handle: async ({ c, params, body, services }) =>
      c.json(await services.catalog.incubation.approve.mutate({ scenarioId: params.id, selection: body })),
  }),
  endpoint({
    ...common,
    path: "/scenarios/{id}/incubation/reject",
    operationId: "rejectEntities",
    summary: "Reject incubating entities, with a reason",
    description: "What still incubates beneath them is rejected with them. Nothing is deleted.",
    body: RejectionSchema,
    handle: async ({ c, params, body, services }) => {
      const { reason, ...selection } = body;
      return c.json(
        await services.catalog.incubation.reject.mutate({ scenarioId: params.id, selection, reason }),
      );
    },
  }),
  endpoint({
    ...common,
    path: "/scenarios/{id}/incubation/merge",
    operationId: "mergeEntities",
    summary: "Say of incubating entities which active ones they are",
    description:
      "Each keeps its name and points to the active entity of its kind. What hangs from it goes on incubating and stands under that one when it is approved.",
    body: MergeSchema,
    handle: async ({ c, params, body, services }) =>
      c.json(await services.catalog.incubation.merge.mutate({ scenarioId: params.id, ...body })),
  }),
  endpoint({
    ...common,
    path: "/scenarios/{id}/incubation/preview",
    operationId: "previewDecision",
    summary: "What a decision would do",
    description: "By the same rules, from what holds now. Nothing is written; `decisionId` is null.",
    body: PreviewSchema,
    responses: { 200: { description: "What would change and what could not.", schema: ReviewResultSchema } },
    handle: async ({ c, params, body, services }) =>
      c.json(await services.catalog.incubation.preview.mutate({ scenarioId: params.id, ...body })),
  }),
  endpoint({
    ...common,
    path: "/scenarios/{id}/incubation/undo",
    operationId: "undoDecisions",
    summary: "Take approvals, merges and rejections back",
    description: "The entities incubate again, and what hangs on the decision with them.",
    body: SelectionSchema,
    handle: async ({ c, params, body, services }) =>
      c.json(await services.catalog.incubation.undo.mutate({ scenarioId: params.id, selection: body })),
  }),
  endpoint({
    ...common,
    method: "patch",
    path: "/scenarios/{id}/incubation/{type}/{entityId}",
    operationId: "editEntity",
    summary: "Change an incubating entity",
    description: "What is left out stays as it is. `editedFrom` keeps the model's name.",
    params: EntityPath,
    body: EntityEditSchema,
    responses: { 200: { description: "The entity as it is now.", schema: IncubatingEntitySchema } },
    errors: ["REVIEW_CONFLICT", "LEASED"],
    handle: async ({ c, params: { id, type, entityId }, body, services }) =>
      c.json(
        await services.catalog.incubation.edit.mutate({ scenarioId: id, type, id: entityId, changes: body }),
      ),
  }),
  endpoint({
    ...common,
    path: "/scenarios/{id}/incubation/leases",
    operationId: "takeLease",
    summary: "Take a branch for review, or renew it",
    description:
      "For five minutes. Until then others' decisions on the branch are conflicts with the reason leased_by_another.",
    body: LeaseRequestSchema,
    responses: { 200: { description: "The lease.", schema: ReviewLeaseSchema } },
    errors: ["LEASED"],
    handle: async ({ c, params, body, services }) =>
      c.json(await services.catalog.incubation.takeLease.mutate({ scenarioId: params.id, ...body })),
  }),
  endpoint({
    ...common,
    method: "delete",
    path: "/scenarios/{id}/incubation/leases/{capabilityId}",
    operationId: "releaseLease",
    summary: "Give a branch up",
    description: "Only one's own; when there is none, nothing happens.",
    params: LeasePath,
    responses: { 204: { description: "Done." } },
    errors: [],
    handle: async ({ c, params: { id, capabilityId }, services }) => {
      await services.catalog.incubation.releaseLease.mutate({ scenarioId: id, capabilityId });
      return c.body(null, 204);
    },
  }),
];
