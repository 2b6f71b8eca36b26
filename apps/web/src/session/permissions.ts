import type { Permission, Role } from "@vivero/contracts";

const EVERYBODY = ["planner", "reviewer", "auditor", "operator"] as const;

/**
 * Which roles hold a permission, to tell a person whom to ask. The gateway decides; a test holds this against it, as the
 * contracts themselves would bring their validator into the page.
 */
export const HOLDERS: Readonly<Record<Permission, readonly Role[]>> = {
  "generations:read": EVERYBODY,
  "scenarios:read": EVERYBODY,
  "incubation:read": EVERYBODY,
  "catalog:read": EVERYBODY,
  "generations:write": ["planner"],
  "generations:accept": ["planner"],
  "incubation:review": ["reviewer"],
  "prompts:read": ["auditor"],
  "prompts:read_raw": ["auditor"],
  "audit:read": ["auditor", "operator"],
  "operations:read": ["operator"],
};
