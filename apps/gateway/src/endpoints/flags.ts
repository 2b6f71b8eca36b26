import { FlagListSchema } from "@vivero/contracts";
import { endpoint } from "../http/endpoint.ts";

/** The flags as the caller's organization meets them. */
export const flagEndpoints = [
  endpoint({
    method: "get",
    path: "/flags",
    operationId: "listFlags",
    tag: "Operations",
    summary: "Flags as they stand for your organization",
    description: "Operators switch them in Unleash; `source` tells whether Unleash answers now.",
    permission: "generations:read",
    responses: { 200: { description: "Each flag.", schema: FlagListSchema } },
    handle: async ({ c, services }) => c.json(await services.generation.flags.query({})),
  }),
];
