import { Command, InvalidArgumentError } from "commander";
import { parseDuration } from "./src/command/duration.ts";
import { EXIT_CODES, runCommand } from "./src/command/run-command.ts";
import { environment } from "./src/installation/env.ts";
import { parseGateways, readDoors } from "./src/installation/installation.ts";
import { closeDoors, describeGateways } from "./src/maintenance/switch-maintenance.ts";

interface Options {
  message: string;
  retry: number;
  wait: number;
  secret?: string;
  gateways?: string[];
}

const SHORTEST_SECRET = 16;

function secret(text: string): string {
  if (text.length < SHORTEST_SECRET)
    throw new InvalidArgumentError(`It must have ${SHORTEST_SECRET} characters or more.`);
  return text;
}

function message(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("Say something to the users.");
  return text;
}

const program = new Command("npm run down --")
  .description(
    "Closes the API for maintenance: every gateway answers 503 with your message; health, metrics and documentation stay. Returns when all gateways have confirmed.",
  )
  .option(
    "--message <text>",
    "what users read",
    message,
    "Vivero is being maintained. Please try again in a few minutes.",
  )
  .option("--retry <time>", "when they may try again: 60, 90s, 10m", parseDuration, 60)
  .option("--secret <text>", "lets whoever sends it as X-Maintenance-Bypass through, this time", secret)
  .option(
    "--gateways <urls>",
    "every replica's own address, separated by commas; default GATEWAY_URLS, else the local stack's",
    parseGateways,
  )
  .option("--wait <time>", "how long to wait for the gateways", parseDuration, 30)
  .addHelpText(
    "after",
    `${EXIT_CODES} With 1 for a gateway that did not confirm, maintenance is on all the same.`,
  )
  .action(async ({ message: words, retry, secret: given, gateways, wait }: Options) => {
    const doors = await readDoors(environment, { gatewayUrls: gateways });
    const notice = { message: words, retryAfterSeconds: Math.max(1, retry), secret: given };
    const answers = await closeDoors(doors, notice, wait);
    process.stdout.write(`${describeGateways(answers).join("\n")}\nOpen again with: npm run up\n`);
  });

await runCommand(program);
