import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { createUnleashAdmin, type FlagName } from "@vivero/flags";
import { ROOT, type Stack, startStack, waitFor } from "@vivero/local-stack";

/** How a command ended. */
export interface CommandResult {
  readonly code: number | null;
  /** Both streams. */
  readonly output: string;
}

/** A whole system of a test's own with two replicas of the gateway, and the operators' commands at work on it. */
export interface OperatedSystem {
  readonly stack: Stack;
  readonly home: string;
  readonly gateways: readonly [string, string];
  /** What the webhook was told, in order. */
  readonly told: readonly string[];
  readonly webhook: string;
  /** Runs `scripts/NAME.ts` as an operator would; `typed` is what he types. */
  command(
    name: string,
    parameters: readonly string[],
    given?: { typed?: string; environment?: Record<string, string> },
  ): Promise<CommandResult>;
  setFlag(flag: FlagName, enabled: boolean): Promise<void>;
  stopSecondGateway(): Promise<void>;
  close(): Promise<void>;
}

const anyPorts = { gateway: 0, generation: 0, catalog: 0, simulator: 0, issuer: 0, unleash: 0, postgres: 0 };
/** Every run of a test is of one version, whatever is committed beside it meanwhile. */
const COMMIT = "c0ffeec0ffeec0ffeec0ffeec0ffeec0ffeec0ff";

export async function openSystem(): Promise<OperatedSystem> {
  const home = await mkdtemp(path.join(tmpdir(), "vivero-operated-"));
  const { VIVERO_TEST_RESULTS: _, ...inherited } = process.env;
  const silent = { step: <T>(_title: string, work: () => Promise<T>) => work(), note: () => undefined };
  const stack = await startStack({
    environment: { home, ports: anyPorts, model: undefined, inherited },
    progress: silent,
    ephemeral: true,
    web: false,
  });
  const second = await startSecondGateway(stack, inherited);
  const webhook = await startWebhook();
  const gateways = [stack.info().gatewayUrl, second.url] as const;
  return {
    stack,
    home,
    gateways,
    told: webhook.told,
    webhook: webhook.url,
    command: (name, parameters, { typed = "", environment = {} } = {}) =>
      runScript(name, parameters, typed, {
        ...inherited,
        VIVERO_HOME: home,
        VIVERO_COMMIT: COMMIT,
        GATEWAY_URLS: gateways.join(","),
        ...environment,
      }),
    setFlag: (flag, enabled) =>
      createUnleashAdmin({
        url: stack.info().unleashUrl,
        token: stack.secrets.unleashAdminToken,
        environment: "development",
      }).setEnabled(flag, enabled),
    stopSecondGateway: second.stop,
    close: async () => {
      await second.stop();
      webhook.close();
      await stack.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function runScript(
  name: string,
  parameters: readonly string[],
  typed: string,
  environment: NodeJS.ProcessEnv,
): Promise<CommandResult> {
  const child = spawn(process.execPath, [path.join(ROOT, "scripts", `${name}.ts`), ...parameters], {
    env: environment,
    stdio: "pipe",
  });
  child.stdin.end(typed);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code, output: stdout + stderr };
}

/** Another replica, as a load balancer would have it: same flags, same services, a process of its own. */
async function startSecondGateway(stack: Stack, inherited: NodeJS.ProcessEnv) {
  const { unleashUrl, gatewayUrl } = stack.info();
  const child = spawn(process.execPath, [path.join(ROOT, "apps/gateway/src/main.ts")], {
    env: {
      ...inherited,
      PORT: "0",
      LOG_LEVEL: "info",
      // Nobody signs in at this one.
      AUTH_JWKS_URL: `${gatewayUrl}/none`,
      AUTH_ISSUER: "none",
      AUTH_AUDIENCE: "none",
      SERVICE_TOKEN_SECRET: stack.secrets.serviceTokenSecret,
      // It only asks whether they live: the gateway beside it does.
      GENERATION_SERVICE_URL: gatewayUrl,
      CATALOG_SERVICE_URL: gatewayUrl,
      UNLEASH_URL: `${unleashUrl}/api`,
      UNLEASH_API_TOKEN: stack.secrets.unleashBackendToken,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let log = "";
  child.stdout.setEncoding("utf8").on("data", (part) => (log += part));
  const addressed = () => /"url":"(http[^"]+)"/.exec(log)?.[1];
  await waitFor(
    "the second gateway",
    async () => addressed(),
    (url) => url !== undefined,
    30_000,
  );
  return {
    url: (addressed() ?? "").replace("[::1]", "127.0.0.1"),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

async function startWebhook() {
  const told: string[] = [];
  const server = createServer(async (request, response) => {
    told.push((JSON.parse(await text(request)) as { text: string }).text);
    response.end("ok");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    told,
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/hook/secret-part`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
