import type { GenerationSummary } from "@vivero/contracts";
import { EmbeddedPostgresError } from "@vivero/database/embedded";
import { createApiClient } from "./api-client.ts";
import { readLocalEnvironment, StackError } from "./env.ts";
import { DEMO_PASSWORD, DEMO_PEOPLE } from "./identity/demo-people.ts";
import { seedExamples } from "./seed-examples.ts";
import { type Stack, startStack } from "./stack.ts";
import { terminalProgress } from "./terminal.ts";

const HELP = `npm start: the whole of Vivero on this machine

Starts PostgreSQL, Unleash, the LLM simulator, the services and the gateway, all on 127.0.0.1, with example data.
Data, secrets and logs are kept in .vivero/; Ctrl-C stops everything in order; a later start goes on from there.

Settings (environment variables):
  GATEWAY_PORT 8080, GENERATION_PORT 8081, CATALOG_PORT 8082, SIMULATOR_PORT 8083, ISSUER_PORT 8084,
  UNLEASH_PORT 4242, POSTGRES_PORT 54329   0 takes any free port
  VIVERO_HOME                              where data are kept, .vivero when absent
  LLM_BASE_URL, LLM_API_KEY, LLM_MODEL     an OpenAI-compatible model in place of the simulator

Exit codes: 0 stopped in order, 1 could not start (the reason is printed).
`;

const print = (text: string) => process.stdout.write(`${text}\n`);

/** Who can sign in, an organization a line. */
function people(): string {
  const organizations = Map.groupBy(DEMO_PEOPLE, ({ organizationName }) => organizationName);
  return [...organizations]
    .map(
      ([name, members]) =>
        `  ${name.padEnd(26)}  ${members.map(({ username, role }) => `${username} (${role})`).join(", ")}`,
    )
    .concat(
      `  ${"Everybody's password".padEnd(26)}  ${DEMO_PASSWORD} (one click is enough; it is for this machine only)`,
    )
    .join("\n");
}

function welcome(stack: Stack, examples: readonly GenerationSummary[]): string {
  const { gatewayUrl, unleashUrl, tokens } = stack.info();
  const first = examples.find(({ acceptedAt }) => acceptedAt === null) ?? examples[0];
  const accept = first
    ? `
Accept the first example (with import, once import_generation is on in Unleash; until then the answer says so):

  curl -s -X POST ${gatewayUrl}/api/strategic-planning/scenario-generations/${first.id}/accept \\
    -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -d '{"import": true}'
`
    : "";
  return `
Vivero is ready.

  Vivero                      ${gatewayUrl}
${people()}
  API and its documentation   ${gatewayUrl}/docs
  Unleash (flags)             ${unleashUrl}   user admin, password ${stack.secrets.unleashAdminPassword}
  Examples ready to accept    ${examples.map(({ id, companyName }) => `${id} ${companyName}`).join(", ") || "none (another model is used)"}

A token for organization 1, user 7, with every role (eight hours; npm run token makes others):

  export TOKEN=${tokens.api}
${accept}
The whole way, with its checks: npm run demo        Stop: Ctrl-C`;
}

async function main(): Promise<void> {
  if (process.argv.includes("--help")) return void print(HELP);
  const environment = readLocalEnvironment();
  const progress = terminalProgress();
  print("Starting Vivero");
  let stop: (() => Promise<void>) | undefined;
  let interrupted = false;
  const interrupt = () => {
    if (interrupted) return;
    interrupted = true;
    print("\nStopping in order …");
    // While it still starts, the start itself notices and stops what there is.
    if (stop) void stop().then(() => process.exit(0), fail);
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);

  const stack = await startStack({ environment, progress });
  stop = () => stack.stop();
  if (interrupted) return await stack.stop().then(() => process.exit(0));
  const { gatewayUrl, tokens } = stack.info();
  const examples = environment.model
    ? []
    : await progress.step("Example scenarios", () => seedExamples(createApiClient(gatewayUrl, tokens.api)));
  if (!interrupted) print(welcome(stack, examples));
}

function fail(error: unknown): void {
  const isExpected = error instanceof StackError || error instanceof EmbeddedPostgresError;
  process.stderr.write(`${isExpected ? error.message : (error as Error).stack}\n`);
  process.exit(1);
}

main().catch(fail);
