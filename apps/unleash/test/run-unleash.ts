import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

export interface UnleashProcess {
  url: string;
  /** What the start seeded, from its line "Unleash is ready". */
  seeded: string[];
  /** Sends SIGTERM and resolves to the exit code. */
  stop(): Promise<number | null>;
}

/** Starts `src/main.ts` as its supervisor does, and resolves once it says that it is ready. */
export async function startUnleashProcess(environment: Record<string, string>): Promise<UnleashProcess> {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exit = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const output: string[] = [];
  child.stderr.on("data", (data) => output.push(String(data)));
  const ready = (async () => {
    for await (const line of createInterface(child.stdout)) {
      output.push(line);
      const { msg, url, seeded } = JSON.parse(line);
      if (msg === "Unleash is ready") {
        child.stdout.resume();
        return { url, seeded };
      }
    }
    throw new Error(`Unleash ended with ${await exit}:\n${output.join("\n")}`);
  })();
  return {
    ...(await ready),
    stop() {
      child.kill("SIGTERM");
      return exit;
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== "object" || address === null) {
    throw new Error("no port");
  }
  return address.port;
}
