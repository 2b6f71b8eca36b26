import { Command } from "commander";
import { parseDuration } from "./src/command/duration.ts";
import { EXIT_CODES, runCommand } from "./src/command/run-command.ts";
import { environment } from "./src/installation/env.ts";
import { parseGateways, readDoors } from "./src/installation/installation.ts";
import { describeGateways, openDoors } from "./src/maintenance/switch-maintenance.ts";

const program = new Command("npm run up --")
  .description("Ends maintenance. Returns when all gateways have confirmed.")
  .option(
    "--gateways <urls>",
    "every replica's own address, separated by commas; default GATEWAY_URLS, else the local stack's",
    parseGateways,
  )
  .option("--wait <time>", "how long to wait for the gateways", parseDuration, 30)
  .addHelpText("after", EXIT_CODES)
  .action(async ({ gateways, wait }: { gateways?: string[]; wait: number }) => {
    const answers = await openDoors(await readDoors(environment, { gatewayUrls: gateways }), wait);
    process.stdout.write(`${describeGateways(answers).join("\n")}\n`);
  });

await runCommand(program);
