import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Role } from "@vivero/contracts";
import { createUnleashAdmin } from "@vivero/flags";
import { Client } from "pg";
import { type ApiClient, createApiClient, waitFor } from "../src/api-client.ts";
import { DEFAULT_PORTS, type LocalEnvironment, type Ports } from "../src/env.ts";
import { everyRole, mintToken } from "../src/identity/token.ts";
import type { ProgramName } from "../src/processes/programs.ts";
import { type Stack, startStack } from "../src/stack.ts";

const anyPorts = Object.fromEntries(Object.keys(DEFAULT_PORTS).map((name) => [name, 0])) as Ports;

/** A whole system of a test's own, on free ports, in a folder that goes away with it. */
export interface TestStack {
  readonly stack: Stack;
  readonly environment: LocalEnvironment;
  /** Somebody of an organization that no other test uses. */
  newcomer(roles?: Role[]): Promise<{ api: ApiClient; organizationId: number }>;
  apiOf(organizationId: number, roles?: Role[]): Promise<ApiClient>;
  /** Has the simulator give this text to whoever names `company`. */
  teach(company: string, text: string, fault?: string): Promise<void>;
  /** One statement as a role of the database. */
  sql<T extends object = Record<string, unknown>>(
    role: "owner" | "generation" | "catalog",
    text: string,
  ): Promise<T[]>;
  setImport(enabled: boolean): Promise<void>;
  close(): Promise<void>;
}

let nextOrganization = 1_000;

/** Starts it; `inherited` are settings that its programs read. */
export async function openStack(
  options: { without?: ProgramName[]; web?: boolean; inherited?: Record<string, string> } = {},
): Promise<TestStack> {
  const home = await mkdtemp(path.join(tmpdir(), "vivero-stack-"));
  const { VIVERO_TEST_RESULTS: _, ...own } = process.env;
  const environment: LocalEnvironment = {
    home,
    ports: anyPorts,
    model: undefined,
    inherited: { ...own, ...options.inherited },
  };
  const lines: string[] = [];
  const progress = {
    step: <T>(_title: string, work: () => Promise<T>) => work(),
    note: (line: string) => void lines.push(line),
  };
  const stack = await startStack({
    environment,
    progress,
    without: options.without ?? [],
    web: options.web ?? false,
    ephemeral: true,
  });
  const apiOf = async (organizationId: number, roles?: Role[]) => {
    const actor = everyRole(organizationId, 7);
    return createApiClient(
      stack.info().gatewayUrl,
      await mintToken(stack.secrets, roles ? { ...actor, roles } : actor),
    );
  };
  return {
    stack,
    environment,
    apiOf,
    newcomer: async (roles) => {
      const organizationId = nextOrganization++;
      return { api: await apiOf(organizationId, roles), organizationId };
    },
    teach: (name, text, fault) => teach(stack, { name, text, ...(fault ? { fault } : {}) }),
    sql: (role, text) => query(stack.info().databaseUrls[role], text),
    setImport: (enabled) => setImport(stack, apiOf, enabled),
    close: async () => {
      await stack.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function teach(stack: Stack, answer: object): Promise<void> {
  const response = await fetch(`${stack.info().simulatorUrl}/simulator/answers`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(answer),
  });
  if (!response.ok) throw new Error(`The simulator answered ${response.status}: ${await response.text()}`);
}

async function query<T>(url: string, text: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as T[];
  } finally {
    await client.end();
  }
}

async function setImport(stack: Stack, apiOf: TestStack["apiOf"], enabled: boolean): Promise<void> {
  const unleash = createUnleashAdmin({
    url: stack.info().unleashUrl,
    token: stack.secrets.unleashAdminToken,
    environment: "development",
  });
  await unleash.setEnabled("import_generation", enabled);
  const api = await apiOf(1);
  await waitFor(
    `import_generation to be ${enabled}`,
    () => api.get<{ items: { name: string; enabled: boolean }[] }>("/flags"),
    ({ items }) => items.some((flag) => flag.name === "import_generation" && flag.enabled === enabled),
    10_000,
  );
}
