import { RejectionSchema, ReviewResultSchema, SelectionSchema } from "@vivero/contracts";
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
    path: "/scenarios/{id}/incubation/undo",
    operationId: "undoDecisions",
    summary: "Take approvals and rejections back",
    description: "The entities incubate again, and what hangs on the decision with them.",
    body: SelectionSchema,
    handle: async ({ c, params, body, services }) =>
      c.json(await services.catalog.incubation.undo.mutate({ scenarioId: params.id, selection: body })),
  }),
];
