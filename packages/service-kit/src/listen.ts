import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import type { Hono } from "hono";
import { ConfigurationError } from "./environment.ts";

/** A listening server. */
export interface Listening {
  readonly url: string;
  readonly port: number;
  /** Takes no new connection, lets running requests end within `graceMs`, then cuts them. */
  close(graceMs?: number): Promise<void>;
}

/**
 * Serves an application over HTTP, on loopback unless `hostname` says otherwise; port 0 takes a free one.
 * @throws ConfigurationError when the port is taken or not permitted.
 */
export async function listen(options: {
  app: Pick<Hono, "fetch">;
  port: number;
  hostname?: string | undefined;
}): Promise<Listening> {
  const hostname = options.hostname ?? "127.0.0.1";
  const { promise: started, resolve, reject } = Promise.withResolvers<number>();
  const server = serve({ fetch: options.app.fetch, port: options.port, hostname }, ({ port }) =>
    resolve(port),
  ) as Server;
  server.once("error", (error: NodeJS.ErrnoException) => {
    const why =
      error.code === "EADDRINUSE" ? "is taken by another program" : `cannot be used (${error.code})`;
    reject(new ConfigurationError(`Port ${options.port} ${why}; set another one.`));
  });
  const port = await started;
  return {
    port,
    url: `http://${hostname === "0.0.0.0" ? "127.0.0.1" : hostname}:${port}`,
    close: (graceMs = 5_000) => closeServer(server, graceMs),
  };
}

async function closeServer(server: Server, graceMs: number): Promise<void> {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(cut);
}
