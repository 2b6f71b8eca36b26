import {
  AcceptedPromptSchema,
  IncubationTreeSchema,
  ScenarioListQuerySchema,
  ScenarioPageSchema,
  ScenarioSchema,
} from "@vivero/contracts";
import { endpoint } from "../http/endpoint.ts";
import { IdPath } from "./parameters.ts";

const tag = "Scenarios";

/** Accepted scenarios, where they came from and what incubates of them. */
export const scenarioEndpoints = [
  endpoint({
    method: "get",
    path: "/scenarios",
    operationId: "listScenarios",
    tag,
    summary: "Scenarios, newest first",
    permission: "scenarios:read",
    query: ScenarioListQuerySchema,
    responses: { 200: { description: "One page.", schema: ScenarioPageSchema } },
    handle: async ({ c, query, services }) => c.json(await services.generation.scenarios.list.query(query)),
  }),
  endpoint({
    method: "get",
    path: "/scenarios/{id}",
    operationId: "getScenario",
    tag,
    summary: "One scenario with the state of its import",
    permission: "scenarios:read",
    params: IdPath,
    responses: { 200: { description: "The scenario.", schema: ScenarioSchema } },
    handle: async ({ c, params, services }) => c.json(await services.generation.scenarios.get.query(params)),
  }),
  endpoint({
    method: "get",
    path: "/scenarios/{id}/accepted-prompt",
    operationId: "viewAcceptedPrompt",
    tag,
    summary: "The prompt that a scenario was accepted from",
    description: "Each view is written to the audit.",
    permission: "prompts:read",
    params: IdPath,
    responses: { 200: { description: "The prompt, redacted.", schema: AcceptedPromptSchema } },
    handle: async ({ c, params, services }) =>
      c.json(await services.generation.scenarios.acceptedPrompt.mutate(params)),
  }),
  endpoint({
    method: "get",
    path: "/scenarios/{id}/incubation",
    operationId: "getIncubation",
    tag,
    summary: "Everything imported for a scenario, with its state",
    permission: "incubation:read",
    params: IdPath,
    responses: { 200: { description: "The tree.", schema: IncubationTreeSchema } },
    handle: async ({ c, params, services }) =>
      c.json(await services.catalog.incubation.tree.query({ scenarioId: params.id })),
  }),
];
