import { type Actor, ROLES } from "@vivero/contracts";
import { importJWK, SignJWT } from "jose";
import type { Secrets } from "../secrets.ts";

/** What local tokens say of who made them and for whom. */
export const LOCAL_ISSUER = "vivero-local";
export const LOCAL_AUDIENCE = "vivero";

/** Signs a bearer token for a person, as an identity provider would. */
export async function mintToken(
  secrets: Pick<Secrets, "signingKey">,
  actor: Actor,
  options: { lifetimeSeconds: number } = { lifetimeSeconds: 8 * 3_600 },
): Promise<string> {
  const key = await importJWK(secrets.signingKey, "ES256");
  return await new SignJWT({ organization_id: actor.organizationId, roles: actor.roles })
    .setProtectedHeader({ alg: "ES256", kid: secrets.signingKey.kid ?? "local" })
    .setSubject(String(actor.userId))
    .setIssuer(LOCAL_ISSUER)
    .setAudience(LOCAL_AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1_000) + options.lifetimeSeconds)
    .sign(key);
}

/** Somebody of an organization who may do everything; the demo and the first steps use it. */
export function everyRole(organizationId: number, userId: number): Actor {
  return { organizationId, userId, roles: [...ROLES] };
}
