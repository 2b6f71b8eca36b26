import { type BackfillState, OperationsSchema, ViveroError } from "@vivero/contracts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../services.ts";

/** Of a service that is away there is nothing to tell; that it is away is told beside. */
async function backfillsOf(service: Services["generation" | "catalog"]): Promise<readonly BackfillState[]> {
  try {
    return (await service.backfills.list.query({})).items;
  } catch (error) {
    if (error instanceof ViveroError && error.code === "DEPENDENCY_UNAVAILABLE") return [];
    throw error;
  }
}

/** What operators look at: health, flags, backfills, maintenance. */
export const operationsEndpoints = [
  endpoint({
    method: "get",
    path: "/operations",
    operationId: "getOperations",
    tag: "Operations",
    summary: "The installation as it stands",
    description:
      "Services and what they lean on, flags as your organization meets them, the backfills of both services, maintenance. Answers also while a service is away.",
    permission: "operations:read",
    responses: { 200: { description: "As it stands now.", schema: OperationsSchema } },
    handle: async ({ c, actor, services, installation }) => {
      const { organizationId, userId } = actor;
      const [health, ...backfills] = await Promise.all([
        installation.services(),
        backfillsOf(services.generation),
        backfillsOf(services.catalog),
      ]);
      const { on, message = null, until = null } = installation.flags.maintenance();
      return c.json({
        services: health,
        flags: Object.entries(installation.flags.snapshot({ organizationId, userId })).map(
          ([name, value]) => ({ name, ...value }),
        ),
        unleashUrl: installation.unleashUrl,
        maintenance: on ? { on, message, until } : { on, message: null, until: null },
        backfills: backfills.flat(),
        version: installation.version,
      });
    },
  }),
];
