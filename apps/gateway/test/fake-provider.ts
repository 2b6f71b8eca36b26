import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

/** An OpenID provider whose every answer a test can spoil. */
export interface FakeProvider {
  readonly issuer: string;
  /** What the next ID token says beside the standard claims. */
  claims: Record<string, unknown>;
  /** Replaces claims that the provider itself sets: the nonce, the audience, the issuer. */
  forged: Record<string, unknown>;
  /** Answers the authorization with this error in place of a code. */
  refusal: string | undefined;
  /** The bodies that were sent to the token endpoint. */
  readonly exchanges: URLSearchParams[];
  close(): void;
}

export const CLIENT_ID = "vivero-web";

export const ana = {
  sub: "11",
  name: "Ana Torres",
  organization_id: 3,
  organization_name: "Almacenes Río Claro",
  roles: ["planner", "offline_access"],
};

const challengeOf = (verifier: string | null) =>
  createHash("sha256")
    .update(verifier ?? "")
    .digest("base64url");

/** Opens it on a free port of this machine. */
export async function openFakeProvider(): Promise<FakeProvider> {
  const { publicKey, privateKey } = await generateKeyPair("ES256");
  const jwk = { ...(await exportJWK(publicKey)), kid: "1", alg: "ES256", use: "sig" };
  const asked = new Map<string, URLSearchParams>();
  const exchanges: URLSearchParams[] = [];
  let issuer = "";

  async function idToken(request: URLSearchParams): Promise<string> {
    return await new SignJWT({ ...provider.claims, nonce: request.get("nonce"), ...provider.forged })
      .setProtectedHeader({ alg: "ES256", kid: "1" })
      .setIssuer(String(provider.forged.iss ?? issuer))
      .setAudience(String(provider.forged.aud ?? CLIENT_ID))
      .setIssuedAt()
      .setExpirationTime("5m")
      .sign(privateKey);
  }

  function authorize(query: URLSearchParams, response: ServerResponse): void {
    const back = new URL(String(query.get("redirect_uri")));
    back.searchParams.set("state", String(query.get("state")));
    back.searchParams.set("iss", issuer);
    if (provider.refusal) back.searchParams.set("error", provider.refusal);
    else {
      const code = `code-${asked.size}`;
      asked.set(code, query);
      back.searchParams.set("code", code);
    }
    response.writeHead(302, { location: back.href }).end();
  }

  async function exchange(request: IncomingMessage, json: (status: number, body: object) => void) {
    const form = new URLSearchParams(await text(request));
    exchanges.push(form);
    const code = String(form.get("code"));
    const begun = asked.get(code);
    asked.delete(code);
    if (!begun || begun.get("code_challenge") !== challengeOf(form.get("code_verifier")))
      return json(400, { error: "invalid_grant" });
    json(200, { access_token: "opaque", token_type: "Bearer", id_token: await idToken(begun) });
  }

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(String(request.url), "http://provider");
    const json = (status: number, body: object) =>
      void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (pathname === "/authorize") return authorize(searchParams, response);
    if (pathname === "/token") return void exchange(request, json);
    if (pathname === "/jwks") return json(200, { keys: [jwk] });
    json(200, {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      end_session_endpoint: `${issuer}/end`,
      authorization_response_iss_parameter_supported: true,
      id_token_signing_alg_values_supported: ["ES256"],
    });
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  issuer = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const provider: FakeProvider = {
    issuer,
    claims: ana,
    forged: {},
    refusal: undefined,
    exchanges,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return provider;
}
