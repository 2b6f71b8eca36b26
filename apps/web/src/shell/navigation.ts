import { IconBooks, IconHeartbeat, IconHistory, IconPlant2, IconSparkles } from "@tabler/icons-react";
import type { Permission, Role } from "@vivero/contracts";

/** The places of the page, in the order of the work; who may not see one does not see its entry. */
export const PLACES = [
  { name: "generations", to: "/generations", permission: "generations:read", Icon: IconSparkles },
  { name: "scenarios", to: "/scenarios", permission: "scenarios:read", Icon: IconPlant2 },
  { name: "catalog", to: "/catalog", permission: "catalog:read", Icon: IconBooks },
  { name: "audit", to: "/audit", permission: "audit:read", Icon: IconHistory },
  { name: "operations", to: "/operations", permission: "operations:read", Icon: IconHeartbeat },
] as const satisfies readonly { name: string; to: string; permission: Permission; Icon: unknown }[];

const HOMES: readonly (readonly [Role, (typeof PLACES)[number]["to"]])[] = [
  ["planner", "/generations"],
  ["reviewer", "/scenarios"],
  ["auditor", "/audit"],
  ["operator", "/operations"],
];

/** Where a person's day begins. */
export function homeOf(roles: readonly Role[]): (typeof PLACES)[number]["to"] {
  return HOMES.find(([role]) => roles.includes(role))?.[1] ?? "/scenarios";
}
