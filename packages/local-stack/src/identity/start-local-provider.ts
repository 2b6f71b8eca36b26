import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { Provider } from "oidc-provider";
import { StackError } from "../env.ts";
import type { Secrets } from "../secrets.ts";
import { DEMO_PASSWORD, DEMO_PEOPLE } from "./demo-people.ts";
import { localProviderConfiguration, pageHeaders } from "./local-provider.ts";
import { failurePage, languageOf, signInPage } from "./sign-in-page.ts";

/** A running local identity provider. */
export interface LocalProvider {
  /** Its issuer, from which everything else is discovered. */
  readonly issuer: string;
  readonly jwksUrl: string;
  close(): Promise<void>;
}

const FORM_BYTES = 4_096;

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  if (Number(request.headers["content-length"] ?? Number.NaN) <= FORM_BYTES)
    return new URLSearchParams(await text(request));
  request.resume();
  return new URLSearchParams();
}

/** Shows the demo people, and takes the choice of one. */
async function interact(
  provider: Provider,
  gatewayUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const language = languageOf(request.headers["accept-language"]);
  const show = (status: number, html: string) =>
    response
      .writeHead(status, { ...pageHeaders([gatewayUrl]), "content-type": "text/html; charset=utf-8" })
      .end(html);
  try {
    // Also finds out whether this browser is in the middle of signing in.
    const { uid } = await provider.interactionDetails(request, response);
    if (request.method !== "POST") return void show(200, signInPage(language, `/interaction/${uid}`, false));
    const form = await formOf(request);
    const person = DEMO_PEOPLE.find(({ username }) => username === form.get("username")?.trim());
    if (!person || form.get("password") !== DEMO_PASSWORD)
      return void show(401, signInPage(language, `/interaction/${uid}`, true));
    await provider.interactionFinished(request, response, { login: { accountId: String(person.userId) } });
  } catch (error) {
    show(400, failurePage(language, `${gatewayUrl}/`, (error as Error).message));
  }
}

/** Its library warns on the console of a memory that forgets at the end; here that is what is wanted. */
function createProvider(issuer: string, secrets: Secrets, gatewayUrl: string): Provider {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return new Provider(issuer, localProviderConfiguration(secrets, gatewayUrl));
  } finally {
    console.warn = warn;
  }
}

/**
 * A real OpenID provider for this machine, with demo people: discovery, Authorization Code with PKCE, sign-out, and the
 * key with which local bearer tokens are signed. It listens on loopback only and forgets its sessions when it stops.
 * @throws StackError when its port cannot be used
 */
export async function startLocalProvider(options: {
  port: number;
  secrets: Secrets;
  gatewayUrl: string;
}): Promise<LocalProvider> {
  const { port, gatewayUrl } = options;
  const issuer = `http://127.0.0.1:${port}`;
  const provider = createProvider(issuer, options.secrets, gatewayUrl);
  const answer = provider.callback();
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/interaction/")) void interact(provider, gatewayUrl, request, response);
    else void answer(request, response);
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", (cause) =>
    reject(new StackError(`The identity provider cannot listen: ${cause.message}.`)),
  );
  server.listen(port, "127.0.0.1", resolve);
  await promise;
  return {
    issuer,
    jwksUrl: `${issuer}/.well-known/jwks.json`,
    close: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}
