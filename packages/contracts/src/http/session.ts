import { type Static, Type } from "typebox";
import { RoleSchema } from "../actor.ts";
import { Id, Nullable, Timestamp } from "../schema.ts";

const closed = { additionalProperties: false } as const;

/** The kinds of installation; the page shows when it is not production. */
export const ENVIRONMENTS = ["development", "staging", "production"] as const;

/** Body of `GET /auth/session`: who is signed in on this browser, and what the page needs to act for them. */
export const SessionSchema = Type.Object(
  {
    user: Type.Object(
      {
        userId: Id,
        organizationId: Id,
        name: Nullable(Type.String({ description: "The person's name, as the identity provider gives it." })),
        organizationName: Nullable(Type.String({ description: "The organization's name, likewise." })),
        roles: Type.Array(RoleSchema),
        permissions: Type.Array(Type.String(), { description: "What the roles permit." }),
      },
      closed,
    ),
    csrfToken: Type.String({
      description: "Send it as `x-csrf-token` with every request that changes something.",
    }),
    expiresAt: Timestamp,
    environment: Type.Enum([...ENVIRONMENTS], { description: "The kind of installation." }),
  },
  { ...closed, $id: "Session", description: "Who is signed in on this browser." },
);
export type Session = Static<typeof SessionSchema>;

/** Body of `POST /auth/sign-out`. */
export const SignedOutSchema = Type.Object(
  { redirectTo: Type.String({ description: "Where to go now: the provider ends its own session there." }) },
  { ...closed, $id: "SignedOut", description: "The session of this browser is over." },
);

/**
 * Why signing in failed, as the page learns it from `/sign-in?error=CODE`: it is not set up here; the provider does not
 * answer; it took over ten minutes, or another tab began anew; what came back does not belong to what was asked; the
 * provider or the person refused; the provider tells no person, organization and roles that Vivero knows.
 */
export const SIGN_IN_ERRORS = [
  "SIGN_IN_NOT_CONFIGURED",
  "PROVIDER_UNAVAILABLE",
  "SIGN_IN_EXPIRED",
  "SIGN_IN_MISMATCH",
  "ACCESS_DENIED",
  "PERSON_INCOMPLETE",
] as const;
export type SignInError = (typeof SIGN_IN_ERRORS)[number];
