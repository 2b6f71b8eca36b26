import { createServer } from "node:http";
import type { JWK } from "jose";
import { StackError } from "../env.ts";

/** A local identity provider, as far as the gateway needs one: it publishes the key that tokens are signed with. */
export async function startIssuer(options: { port: number; verificationKey: JWK }): Promise<{
  jwksUrl: string;
  close(): Promise<void>;
}> {
  const keys = JSON.stringify({ keys: [options.verificationKey] });
  const server = createServer((request, response) => {
    const found = request.method === "GET" && request.url === "/.well-known/jwks.json";
    response.writeHead(found ? 200 : 404, { "content-type": "application/json" });
    response.end(found ? keys : "{}");
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", (cause) => reject(new StackError(`The issuer cannot listen: ${cause.message}.`)));
  server.listen(options.port, "127.0.0.1", resolve);
  await promise;
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : options.port;
  return {
    jwksUrl: `http://127.0.0.1:${port}/.well-known/jwks.json`,
    close: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}
