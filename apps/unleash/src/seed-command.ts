import { parseArgs } from "node:util";
import { createAdminApi } from "@vivero/flags";
import { flagDefinitions } from "./flag-definitions.ts";
import { seedFlags } from "./seed-flags.ts";
import { waitUntilReady } from "./wait-until-ready.ts";

const usage = `Makes this product's flags in an Unleash that does not have them yet. What is there stays as it is.

Usage: node src/seed.ts --url URL [--token TOKEN] [--wait SECONDS] [--dry-run]

  --url URL        address of Unleash, http://127.0.0.1:4242
  --token TOKEN    an admin token, *:*.SECRET; better in UNLEASH_ADMIN_TOKEN, where no list of processes shows it
  --wait SECONDS   how long to wait for Unleash to be ready, 60 when absent
  --dry-run        tell what would be made, and make nothing
  --help           this text

Ends with 0 when every flag is there, 1 when Unleash refuses or is not ready, 2 when the arguments do not hold.
`;

const options = {
  url: { type: "string" },
  token: { type: "string" },
  wait: { type: "string", default: "60" },
  "dry-run": { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/** Where a command writes: the process's own streams, or a test's. */
export interface CommandOutput {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
}

/**
 * The operators' command that seeds flags into any Unleash.
 *
 * @param options.token the admin token when no argument gives it.
 * @returns the exit code, as `--help` explains it.
 */
export async function runSeedCommand(
  args: string[],
  { stdout, stderr, token }: CommandOutput & { token: string | undefined },
): Promise<number> {
  let request: Awaited<ReturnType<typeof readRequest>>;
  try {
    request = readRequest(args, token);
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return 2;
  }
  if (request === "help") {
    stdout.write(usage);
    return 0;
  }
  try {
    await waitUntilReady(request.url, request.waitSeconds * 1_000);
    const lines = await seedFlags(createAdminApi(request), flagDefinitions, request);
    for (const { kind, name, outcome } of lines) {
      const words = outcome === "left" ? "there already, left as it is" : outcome;
      stdout.write(`${kind} ${name}: ${request.dryRun && outcome !== "left" ? "to be " : ""}${words}\n`);
    }
    return 0;
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return 1;
  }
}

function readRequest(args: string[], tokenElsewhere: string | undefined) {
  const { values } = parseArgs({ args, options });
  if (values.help) {
    return "help";
  }
  const token = values.token ?? tokenElsewhere;
  const waitSeconds = Number(values.wait);
  if (values.url === undefined || !token) {
    throw new TypeError("--url and --token (or UNLEASH_ADMIN_TOKEN) are needed");
  }
  if (!(waitSeconds >= 0)) {
    throw new TypeError("--wait takes a number of seconds");
  }
  return { url: values.url, token, waitSeconds, dryRun: values["dry-run"] };
}
