import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";

const MAIN = path.resolve(import.meta.dirname, "../../llm-simulator/src/main.ts");

/** A request as the simulator saw it. */
export type SeenRequest = {
  receivedAt: string;
  messages: { role: string; text: string }[];
  responseFormat: unknown;
  outcome: "open" | "sent" | "refused" | "closed-by-client";
};

/** The real simulator in a process of its own. */
export interface Simulator {
  /** Ends with `/v1`. */
  readonly baseUrl: string;
  /** Has prompts that mention the company answered with this text; `fault` such as `"429; once"`. */
  answer(company: string, text: string, fault?: string): Promise<void>;
  /** Gives the next `times` prompts that mention the company a fault. */
  fault(
    company: string,
    fault: string,
    options?: Record<string, string | number | boolean>,
    times?: number,
  ): Promise<void>;
  /** The requests whose prompt mentions the company, oldest first. */
  requests(company: string): Promise<SeenRequest[]>;
  stop(): Promise<void>;
}

/** Starts it on a free port, as fast as it can be unless told otherwise. */
export async function startSimulator(settings: Record<string, string> = {}): Promise<Simulator> {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      SIMULATOR_PORT: "0",
      SIMULATOR_TOKENS_PER_SECOND: "0",
      SIMULATOR_REQUESTS_KEPT: "10000",
      ...settings,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const { url } = JSON.parse(line) as { url: string };
  const post = async (where: string, body: object): Promise<void> => {
    const response = await fetch(`${url}/simulator/${where}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`the simulator refuses: ${await response.text()}`);
  };
  return {
    baseUrl: `${url}/v1`,
    answer: (company, text, fault) =>
      post("answers", {
        name: randomUUID(),
        text,
        companies: [company],
        ...(fault ? { fault } : {}),
      }),
    fault: (match, fault, options = {}, times = 1) => post("faults", { fault, options, times, match }),
    async requests(company) {
      const response = await fetch(`${url}/simulator/requests`);
      const { requests } = (await response.json()) as { requests: SeenRequest[] };
      return requests.filter(({ messages }) => messages.some(({ text }) => text.includes(company)));
    },
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}
