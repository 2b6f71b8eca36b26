import path from "node:path";
import { Command } from "commander";
import { toolsFor } from "./src/backup/tools-for-installation.ts";
import { confirmOnTerminal } from "./src/command/confirm.ts";
import { EXIT_CODES, runCommand } from "./src/command/run-command.ts";
import { withDeploymentLock } from "./src/deployment/deployment-lock.ts";
import { environment } from "./src/installation/env.ts";
import { parseGateways, readInstallation } from "./src/installation/installation.ts";
import { operatorName } from "./src/installation/operator.ts";
import { restore } from "./src/restore/restore.ts";

interface Options {
  backup: string;
  yes?: true;
  maintenance: boolean;
  gateways?: string[];
}

const program = new Command("scripts/restore.sh")
  .description(
    "Goes back to a backup: proves it, shows what will be lost, asks you to type a confirmation, then replaces all data in one transaction and verifies every table.",
  )
  .requiredOption("--backup <file>", "a backup of this database: a dump in pg_dump's custom format")
  .option("--yes", "no typed confirmation")
  .option("--no-maintenance", "leave the doors open meanwhile (where Unleash is not reachable)")
  .option(
    "--gateways <urls>",
    "every replica's own address; default GATEWAY_URLS, else the local stack's",
    parseGateways,
  )
  .addHelpText("after", EXIT_CODES)
  .action(async ({ backup, yes, maintenance, gateways }: Options) => {
    const installation = await readInstallation(environment, { gatewayUrls: gateways });
    const { adminUrl } = installation.database;
    await withDeploymentLock(adminUrl, operatorName(), async () =>
      restore({
        installation,
        tools: await toolsFor(adminUrl, environment),
        file: path.resolve(environment.INIT_CWD ?? process.cwd(), backup),
        maintenance,
        confirm: yes ? undefined : confirmOnTerminal,
        print: (line) => process.stdout.write(`${line}\n`),
      }),
    );
  });

await runCommand(program);
