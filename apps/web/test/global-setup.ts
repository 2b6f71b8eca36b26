import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadSecrets, readStackInfo, startStack } from "@vivero/local-stack";
import type { TestProject } from "vitest/node";

/** Where the system of this run answers, and what opens its flags. */
export interface RunningSystem {
  readonly url: string;
  readonly unleashUrl: string;
  readonly unleashAdminToken: string;
  readonly unleashAdminPassword: string;
  readonly simulatorUrl: string;
}

declare module "vitest" {
  interface ProvidedContext {
    system: RunningSystem;
  }
}

const anyPorts = { gateway: 0, generation: 0, catalog: 0, simulator: 0, issuer: 0, unleash: 0, postgres: 0 };

/** The system that `npm start` runs in this home, with whatever is in it: for trying one test again and again. */
async function runningSystem(home: string): Promise<RunningSystem> {
  const info = await readStackInfo(home);
  if (!info) throw new Error(`No Vivero runs in ${home}.`);
  const { unleashAdminToken, unleashAdminPassword } = await loadSecrets(home);
  const { gatewayUrl: url, unleashUrl, simulatorUrl = "" } = info;
  return { url, unleashUrl, unleashAdminToken, unleashAdminPassword, simulatorUrl };
}

/** One whole system with its pages for all end-to-end files of a run: starting one takes longer than most of them. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env.VIVERO_RUNNING_HOME;
  if (running) {
    project.provide("system", await runningSystem(running));
    return async () => undefined;
  }
  const home = await mkdtemp(path.join(tmpdir(), "vivero-web-"));
  const { VIVERO_TEST_RESULTS: _, ...own } = process.env;
  const stack = await startStack({
    environment: { home, ports: anyPorts, model: undefined, inherited: own },
    progress: { step: (_title, work) => work(), note: () => undefined },
    ephemeral: true,
  });
  const { gatewayUrl: url, unleashUrl, simulatorUrl = "" } = stack.info();
  const { unleashAdminToken, unleashAdminPassword } = stack.secrets;
  project.provide("system", { url, unleashUrl, unleashAdminToken, unleashAdminPassword, simulatorUrl });
  return async () => {
    await stack.stop();
    await rm(home, { recursive: true, force: true });
  };
}
