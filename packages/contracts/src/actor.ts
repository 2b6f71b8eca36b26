import { Type } from "typebox";
import { ViveroError } from "./errors.ts";

const READ = ["generations:read", "scenarios:read", "incubation:read", "catalog:read"] as const;

/**
 * What each role may do (DESIGN: planner, reviewer, auditor, operator). `prompts:read_raw` opens unredacted prompts, which are
 * stored only where STORE_RAW_PROMPT asks for it: auditors alone have it, who change nothing and whose views are audited.
 */
const PERMISSIONS_BY_ROLE = {
  planner: [...READ, "generations:write", "generations:accept"],
  reviewer: [...READ, "incubation:review"],
  auditor: [...READ, "prompts:read", "prompts:read_raw", "audit:read"],
  operator: [...READ, "operations:read", "audit:read"],
} as const;

export type Role = keyof typeof PERMISSIONS_BY_ROLE;
export type Permission = (typeof PERMISSIONS_BY_ROLE)[Role][number];

export const ROLES = Object.keys(PERMISSIONS_BY_ROLE) as Role[];

export const RoleSchema = Type.Enum(ROLES as ["planner", "reviewer", "auditor", "operator"], {
  $id: "Role",
  description:
    "planner generates and accepts; reviewer decides what incubates; auditor reads; operator runs.",
});

/** Who acts: a person of one organization. Every row is read and written inside that organization only. */
export const ActorSchema = Type.Object(
  {
    userId: Type.Integer({ minimum: 1, description: "The person." }),
    organizationId: Type.Integer({ minimum: 1, description: "The person's organization." }),
    roles: Type.Array(RoleSchema, { description: "What the person may do there." }),
    name: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: "What the person is called, where known." }),
    ),
  },
  {
    $id: "Actor",
    description: "Who acts, in which organization, with which roles.",
    additionalProperties: false,
  },
);
export type Actor = Type.Static<typeof ActorSchema>;

/** The processes that call each other; a service token names one. */
export const SERVICE_NAMES = ["gateway", "generation-service", "catalog-service", "operations"] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** What every procedure knows of its call. */
export interface CallContext {
  readonly actor: Actor;
  /** Runs through the logs, the service tokens and the audit of every service that took part. */
  readonly requestId: string;
  /** The process that calls on the actor's behalf. */
  readonly caller: ServiceName;
}

/** Whether one of the actor's roles carries the permission. */
export function may(actor: Pick<Actor, "roles">, permission: Permission): boolean {
  return actor.roles.some((role) => (PERMISSIONS_BY_ROLE[role] as readonly string[]).includes(permission));
}

/** Every permission that the roles carry, each once, in the order of {@link ROLES}. */
export function permissionsOf(roles: readonly Role[]): Permission[] {
  return [
    ...new Set(ROLES.filter((role) => roles.includes(role)).flatMap((role) => PERMISSIONS_BY_ROLE[role])),
  ];
}

/**
 * Stops an actor who lacks a permission.
 * @throws ViveroError FORBIDDEN, naming the roles that have it.
 */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (may(actor, permission)) return;
  const holders = ROLES.filter((role) => may({ roles: [role] }, permission)).join(" or ");
  throw new ViveroError(
    "FORBIDDEN",
    `This needs the permission ${permission}, which the role ${holders} has.`,
  );
}
