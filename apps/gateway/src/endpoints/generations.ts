import {
  AcceptBodySchema,
  AcceptOutputSchema,
  GenerationListQuerySchema,
  GenerationPageSchema,
  GenerationRequestSchema,
  GenerationSchema,
  GenerationSummarySchema,
  IdempotencyKeySchema,
  PromptPreviewSchema,
  parser,
  RawPromptSchema,
} from "@vivero/contracts";
import { Type } from "typebox";
import { streamEvents } from "../event-stream.ts";
import { endpoint } from "../http/endpoint.ts";
import { IdPath } from "./parameters.ts";

const tag = "Generations";
const parseKey = parser(Type.Optional(IdempotencyKeySchema), "Idempotency-Key");

/** From the planner's answers to an accepted scenario. `prefix` is what `Location` headers start with. */
export const generationEndpoints = (prefix: string) => [
  endpoint({
    method: "post",
    path: "/scenario-generations",
    operationId: "createGeneration",
    tag,
    summary: "Ask a language model for a scenario",
    description: "The same Idempotency-Key with the same body gives the first generation back.",
    permission: "generations:write",
    headers: Type.Object({ "Idempotency-Key": Type.Optional(IdempotencyKeySchema) }),
    body: GenerationRequestSchema,
    responses: {
      202: { description: "Queued, or made before with this key.", schema: GenerationSummarySchema },
    },
    errors: ["IDEMPOTENCY_KEY_REUSED", "BUDGET_EXHAUSTED"],
    handle: async ({ c, body, services }) => {
      const key = c.req.header("idempotency-key");
      const input =
        key === undefined ? { request: body } : { request: body, idempotencyKey: parseKey(key) as string };
      const { generation, created } = await services.generation.generations.create.mutate(input);
      return c.json(generation, 202, {
        location: `${prefix}/scenario-generations/${generation.id}`,
        ...(created ? {} : { "idempotency-replayed": "true" }),
      });
    },
  }),
  endpoint({
    method: "post",
    path: "/scenario-generations/preview",
    operationId: "previewPrompt",
    tag,
    summary: "Show the prompt, redacted, as the model would get it",
    permission: "generations:write",
    body: GenerationRequestSchema,
    responses: { 200: { description: "The prompt; nothing is stored.", schema: PromptPreviewSchema } },
    handle: async ({ c, body, services }) =>
      c.json(await services.generation.generations.preview.query(body)),
  }),
  endpoint({
    method: "get",
    path: "/scenario-generations",
    operationId: "listGenerations",
    tag,
    summary: "Generations, newest first",
    permission: "generations:read",
    query: GenerationListQuerySchema,
    responses: { 200: { description: "One page.", schema: GenerationPageSchema } },
    handle: async ({ c, query, services }) => c.json(await services.generation.generations.list.query(query)),
  }),
  endpoint({
    method: "get",
    path: "/scenario-generations/{id}",
    operationId: "getGeneration",
    tag,
    summary: "One generation with its answer, journal and import audit",
    permission: "generations:read",
    params: IdPath,
    responses: { 200: { description: "The generation.", schema: GenerationSchema } },
    handle: async ({ c, params, services }) =>
      c.json(await services.generation.generations.get.query(params)),
  }),
  endpoint({
    method: "get",
    path: "/scenario-generations/{id}/raw-prompt",
    operationId: "viewRawPrompt",
    tag,
    summary: "The unredacted prompt, where the installation stores it",
    description: "404 where it was not stored, which is the default. Each view is written to the audit.",
    permission: "prompts:read_raw",
    params: IdPath,
    responses: { 200: { description: "The prompt with nothing replaced.", schema: RawPromptSchema } },
    // Its key may be gone.
    errors: ["INTERNAL"],
    handle: async ({ c, params, services }) => {
      c.header("cache-control", "no-store");
      return c.json(await services.generation.generations.rawPrompt.mutate(params));
    },
  }),
  endpoint({
    method: "get",
    path: "/scenario-generations/{id}/events",
    operationId: "followGeneration",
    tag,
    summary: "Follow a generation by Server-Sent Events",
    description:
      "Events are `status`, `attempt` (forget the chunks before; with `continues` it goes on from its own `text`), `chunk` and `finished`. Resumes after `Last-Event-ID` on any replica; 204 when nothing can follow.",
    permission: "generations:read",
    params: IdPath,
    headers: Type.Object({
      "Last-Event-ID": Type.Optional(
        Type.String({
          maxLength: 100,
          description: "The id of the last event that was seen; browsers send it.",
        }),
      ),
    }),
    responses: {
      200: { description: "The stream.", contentType: "text/event-stream" },
      204: { description: "Everything was seen." },
    },
    handle: ({ c, params, services }) => streamEvents(c, params.id, services.generation),
  }),
  endpoint({
    method: "post",
    path: "/scenario-generations/{id}/cancel",
    operationId: "cancelGeneration",
    tag,
    summary: "Cancel a queued or running generation",
    permission: "generations:write",
    params: IdPath,
    responses: { 200: { description: "As it stands now.", schema: GenerationSummarySchema } },
    errors: ["GENERATION_NOT_CANCELLABLE"],
    handle: async ({ c, params, services }) =>
      c.json(await services.generation.generations.cancel.mutate(params)),
  }),
  endpoint({
    method: "post",
    path: "/scenario-generations/{id}/retry",
    operationId: "retryGeneration",
    tag,
    summary: "Try a failed or cancelled generation again",
    permission: "generations:write",
    params: IdPath,
    responses: { 202: { description: "Queued again.", schema: GenerationSummarySchema } },
    errors: ["GENERATION_NOT_RETRYABLE", "BUDGET_EXHAUSTED"],
    handle: async ({ c, params, services }) =>
      c.json(await services.generation.generations.retry.mutate(params), 202, {
        location: `${prefix}/scenario-generations/${params.id}`,
      }),
  }),
  endpoint({
    method: "post",
    path: "/scenario-generations/{id}/accept",
    operationId: "acceptGeneration",
    tag,
    summary: "Accept a generation, once; import its tree if asked",
    description:
      "Accepting again gives the first scenario. With `import: true` after a failed or omitted import, the import is tried (again).",
    permission: "generations:accept",
    params: IdPath,
    body: AcceptBodySchema,
    responses: {
      201: { description: "Accepted now.", schema: AcceptOutputSchema },
      200: { description: "Had been accepted before.", schema: AcceptOutputSchema },
    },
    errors: ["GENERATION_NOT_COMPLETE", "IMPORT_DISABLED", "ANSWER_INVALID"],
    handle: async ({ c, params, body, services }) => {
      const accepted = await services.generation.generations.accept.mutate({
        id: params.id,
        import: body.import ?? false,
      });
      return c.json(accepted, accepted.created ? 201 : 200, {
        location: `${prefix}/scenarios/${accepted.scenario.id}`,
      });
    },
  }),
];
