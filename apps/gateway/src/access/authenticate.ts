import { type Actor, ActorSchema, parser, ViveroError } from "@vivero/contracts";
import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import { nameOf } from "../session/signed-in-person.ts";

/** Reads the actor of an `Authorization` header. */
export type Authenticate = (authorization: string | undefined) => Promise<Actor>;

/** Signatures that an identity provider may use; shared secrets and `none` are not among them. */
const ALGORITHMS = ["ES256", "ES384", "RS256", "PS256", "EdDSA"];

const parseActor = parser(ActorSchema, "token");

const refused = (message: string, cause?: unknown) => new ViveroError("UNAUTHENTICATED", message, { cause });

/** The provider's published keys, fetched when first needed; their place may itself have to be discovered. */
function publishedKeys(place: () => Promise<string>): JWTVerifyGetKey {
  let keys: JWTVerifyGetKey | undefined;
  return async (header, token) => {
    keys ??= createRemoteJWKSet(new URL(await place()), { cooldownDuration: 5_000, timeoutDuration: 3_000 });
    return await keys(header, token);
  };
}

/**
 * Verifies bearer tokens (JWT) against the provider's published keys: signature, issuer, audience, time.
 * The person is `sub`, the organization `organization_id`, the roles `roles`,
 * the name `name` or `preferred_username`.
 * It throws UNAUTHENTICATED for a bad token and DEPENDENCY_UNAVAILABLE when the keys cannot be had.
 */
export function createAuthenticate(options: {
  jwksUrl: () => Promise<string>;
  issuer: string;
  audience: string;
}): Authenticate {
  const keys = publishedKeys(options.jwksUrl);
  return async (authorization) => {
    const [scheme, token] = (authorization ?? "").split(" ");
    if (scheme?.toLowerCase() !== "bearer" || !token)
      throw refused("Send a token: `Authorization: Bearer …`.");
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: options.issuer,
        audience: options.audience,
        algorithms: ALGORITHMS,
        requiredClaims: ["sub", "exp"],
        clockTolerance: 5,
      });
      const name = nameOf(payload);
      return parseActor({
        userId: Number(payload.sub),
        organizationId: payload.organization_id,
        roles: payload.roles,
        ...(name === undefined ? {} : { name }),
      });
    } catch (cause) {
      throw explain(cause);
    }
  };
}

function explain(cause: unknown): ViveroError {
  if (cause instanceof ViveroError)
    return refused("The token does not name a person, an organization and roles.", cause);
  if (cause instanceof errors.JWTExpired) return refused("The token has expired; get a new one.", cause);
  if (cause instanceof errors.JWKSNoMatchingKey)
    return refused("The token is signed with a key that is not known.", cause);
  const keysAway = cause instanceof errors.JWKSTimeout || !(cause instanceof errors.JOSEError);
  if (keysAway)
    return new ViveroError("DEPENDENCY_UNAVAILABLE", "Sign-in cannot be checked now; try again.", { cause });
  return refused("The token is not valid here.", cause);
}
