import { DraftBodySchema, DraftIdSchema, DraftListSchema, DraftSchema } from "@vivero/contracts";
import { Type } from "typebox";
import { endpoint } from "../http/endpoint.ts";

const common = { tag: "Drafts", permission: "generations:write" } as const;
const DraftPath = Type.Object({ draftId: DraftIdSchema }, { additionalProperties: false });

/** What planners have typed into the wizard and not yet sent: one's own, seen by nobody else. */
export const draftEndpoints = [
  endpoint({
    ...common,
    method: "get",
    path: "/generation-drafts",
    operationId: "listDrafts",
    summary: "Your drafts of the wizard, newest first",
    description: "At most 50; a draft that nobody touched for 90 days is thrown away.",
    responses: { 200: { description: "Your drafts.", schema: DraftListSchema } },
    handle: async ({ c, services }) => c.json(await services.generation.drafts.list.query({})),
  }),
  endpoint({
    ...common,
    method: "get",
    path: "/generation-drafts/{draftId}",
    operationId: "getDraft",
    summary: "One of your drafts",
    params: DraftPath,
    responses: { 200: { description: "The draft.", schema: DraftSchema } },
    handle: async ({ c, params, services }) => c.json(await services.generation.drafts.get.query(params)),
  }),
  endpoint({
    ...common,
    method: "put",
    path: "/generation-drafts/{draftId}",
    operationId: "saveDraft",
    summary: "Save a draft, new or again",
    description:
      "Redacted like a prompt before it is stored; the answer carries the redacted text back. At most 50 drafts a person and 200,000 bytes each.",
    params: DraftPath,
    body: DraftBodySchema,
    responses: { 200: { description: "As it was stored.", schema: DraftSchema } },
    errors: ["DRAFT_LIMIT_REACHED", "PAYLOAD_TOO_LARGE"],
    handle: async ({ c, params, body, services }) =>
      c.json(await services.generation.drafts.save.mutate({ ...params, ...body })),
  }),
  endpoint({
    ...common,
    method: "delete",
    path: "/generation-drafts/{draftId}",
    operationId: "deleteDraft",
    summary: "Throw a draft away",
    params: DraftPath,
    responses: { 204: { description: "It is gone." } },
    handle: async ({ c, params, services }) => {
      await services.generation.drafts.delete.mutate(params);
      return c.body(null, 204);
    },
  }),
];
