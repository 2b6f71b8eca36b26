import { setTimeout as delay } from "node:timers/promises";
import { OperationError, reasonOf } from "../command/operation-error.ts";

/** What one replica of the gateway says of maintenance, or why it says nothing. */
export interface GatewayMaintenance {
  readonly url: string;
  /** The process behind the address; undefined when it does not answer. */
  readonly replica?: string;
  readonly on?: boolean;
  readonly message?: string;
  readonly problem?: string;
}

const ANSWER_WITHIN_MS = 3_000;
const POLL_MS = 200;

/** Asks one replica. */
async function askGateway(url: string): Promise<GatewayMaintenance> {
  try {
    const response = await fetch(`${url}/maintenance`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    if (!response.ok) return { url, problem: `it answers ${response.status} to /maintenance` };
    const { replica, on, message } = (await response.json()) as Partial<GatewayMaintenance>;
    if (typeof on !== "boolean") return { url, problem: "what answers there is no gateway" };
    return { url, on, ...(replica ? { replica } : {}), ...(message ? { message } : {}) };
  } catch (error) {
    return { url, problem: reasonOf(error) };
  }
}

/**
 * Waits until every replica says what is wanted.
 * @param wanted.message the message that each must hold, while on
 * @returns what each said last, all as wanted
 * @throws OperationError that names those that did not, and what they say
 */
export async function awaitGateways(
  urls: readonly string[],
  wanted: { on: boolean; message?: string | undefined },
  waitSeconds: number,
): Promise<GatewayMaintenance[]> {
  if (urls.length === 0) {
    throw new OperationError(
      "No gateway is named, so none can confirm: set GATEWAY_URLS or --gateways to every replica's own address.",
    );
  }
  const deadline = Date.now() + waitSeconds * 1_000;
  const isAsWanted = ({ on, message }: GatewayMaintenance) =>
    on === wanted.on && (!on || wanted.message === undefined || message === wanted.message);
  for (;;) {
    const answers = await Promise.all(urls.map(askGateway));
    const others = answers.filter((answer) => !isAsWanted(answer));
    if (others.length === 0) return answers;
    if (Date.now() >= deadline) {
      const lines = others.map(
        ({ url, problem, on }) =>
          `${url}: ${problem ?? `it says ${on ? (wanted.on ? "on, with another message" : "on") : "off"}`}`,
      );
      throw new OperationError(
        `${others.length} of ${urls.length} gateways did not confirm within ${waitSeconds} s that maintenance is ${wanted.on ? "on" : "off"}: ${lines.join("; ")}.`,
        {
          next: [
            "look whether those gateways reach Unleash (they go on with the values that they knew last), then run the command again",
          ],
        },
      );
    }
    await delay(POLL_MS);
  }
}
