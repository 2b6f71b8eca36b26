import { createServer } from "node:net";
import { DEFAULT_PORTS, type PortName, type Ports, StackError } from "../env.ts";

async function bind(port: number): Promise<number> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen({ port, host: "127.0.0.1", exclusive: true }, resolve);
  await promise;
  const address = server.address();
  const closed = Promise.withResolvers<void>();
  server.close(() => closed.resolve());
  await closed.promise;
  return typeof address === "object" && address ? address.port : port;
}

/**
 * Checks that each port is free on loopback, and takes a free one for each that is 0.
 * @throws StackError that says which port is taken and which variable moves it
 */
export async function freePorts(wanted: Ports, names: readonly PortName[]): Promise<Ports> {
  const ports: Ports = { ...DEFAULT_PORTS, ...wanted };
  for (const name of names) {
    try {
      ports[name] = await bind(wanted[name]);
    } catch (cause) {
      throw new StackError(
        `Port ${wanted[name]} for ${name} is taken (${(cause as NodeJS.ErrnoException).code}). Free it, or set ${name.toUpperCase()}_PORT to another one.`,
      );
    }
  }
  return ports;
}
