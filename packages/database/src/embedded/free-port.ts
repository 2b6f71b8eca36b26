import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";

const LOOPBACK = "127.0.0.1";

const ATTEMPTS = 5;

/** Does `work` with a port that nobody listens on, and with another when somebody was faster to take it. */
export async function onFreePort<T>(work: (port: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(await listenFor(0));
    } catch (error) {
      const wasTaken = error instanceof EmbeddedPostgresError && error.problem === "port_taken";
      if (attempt === ATTEMPTS || !wasTaken) throw error;
    }
  }
}

/** @throws EmbeddedPostgresError `port_taken` when somebody listens on the port */
export async function requireFreePort(port: number): Promise<void> {
  try {
    await listenFor(port);
  } catch (cause) {
    throw portTaken(port, cause);
  }
}

/** The error for a port that another program listens on. */
export function portTaken(port: number, cause: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    "port_taken",
    `Port ${port} on ${LOOPBACK}, wanted by the embedded PostgreSQL, is taken by another program: stop that program or choose another port.`,
    { cause },
  );
}

async function listenFor(port: number): Promise<number> {
  const server = createServer().listen(port, LOOPBACK);
  await once(server, "listening");
  const { port: taken } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return taken;
}
