import { type Actor, ActorSchema, parser, ROLES, type Role } from "@vivero/contracts";

/** What an identity provider's token says of a person; anybody may have put anything there. */
export type Claims = Readonly<Record<string, unknown>>;

const NAME_LENGTH = 200;
const parseActor = parser(ActorSchema, "token");

const whole = (value: unknown) =>
  typeof value === "string" && /^\d{1,16}$/.test(value) ? Number(value) : value;

/** A text that may be shown: trimmed and of bounded length; undefined when there is none. */
export function shownName(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  return value.trim().slice(0, NAME_LENGTH).trim() || undefined;
}

/** The person's name, as the standard claims give it. */
export const nameOf = (claims: Claims) => shownName(claims.name) ?? shownName(claims.preferred_username);

/**
 * The actor whom an ID token names. Roles that are not ours are passed over, since providers add roles of their own;
 * there must be one of ours.
 * @throws ViveroError INVALID_REQUEST when the token names no person, organization or role.
 */
export function actorOfIdToken(claims: Claims): Actor {
  const given = Array.isArray(claims.roles) ? claims.roles : [];
  const roles = ROLES.filter((role): role is Role => given.includes(role));
  const name = nameOf(claims);
  return parseActor({
    userId: whole(claims.sub),
    organizationId: whole(claims.organization_id),
    roles: roles.length > 0 ? roles : undefined,
    ...(name === undefined ? {} : { name }),
  });
}
