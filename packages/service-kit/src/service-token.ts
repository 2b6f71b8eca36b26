import {
  type Actor,
  ActorSchema,
  type CallContext,
  parser,
  SERVICE_NAMES,
  type ServiceName,
  ViveroError,
} from "@vivero/contracts";
import { jwtVerify, SignJWT } from "jose";

/** Long enough for clocks that differ a little, short enough that a leaked token is worth nothing. */
const LIFETIME_SECONDS = 60;
const AUDIENCE = "vivero-services";

const parseActor = parser(ActorSchema, "actor of the service token");
const keyOf = (secret: string) => new TextEncoder().encode(secret);

/** Signs a token (HS256, 60 s) with which `caller` acts for a person in one request. */
export async function signServiceToken(
  secret: string,
  call: { caller: ServiceName; actor: Actor; requestId: string },
): Promise<string> {
  return await new SignJWT({ actor: call.actor, requestId: call.requestId })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer(call.caller)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(`${LIFETIME_SECONDS}s`)
    .sign(keyOf(secret));
}

/**
 * Reads the call context from an `Authorization: Bearer …` header.
 * @throws ViveroError UNAUTHENTICATED when the token is missing, expired, forged or not one of ours.
 */
export async function readServiceToken(secret: string, authorization: string | null): Promise<CallContext> {
  const token = authorization?.startsWith("Bearer ") ? authorization.slice("Bearer ".length) : undefined;
  if (!token) throw new ViveroError("UNAUTHENTICATED", "A service token is needed.");
  try {
    const { payload } = await jwtVerify(token, keyOf(secret), {
      audience: AUDIENCE,
      issuer: [...SERVICE_NAMES],
      algorithms: ["HS256"],
      clockTolerance: 5,
    });
    return {
      actor: parseActor(payload.actor),
      requestId: String(payload.requestId),
      caller: payload.iss as ServiceName,
    };
  } catch (cause) {
    throw new ViveroError("UNAUTHENTICATED", "The service token is not valid.", { cause });
  }
}
