import path from "node:path";
import { Command, Option } from "commander";
import { createBackup } from "./src/backup/create-backup.ts";
import { proveBackup } from "./src/backup/prove-backup.ts";
import { toolsFor } from "./src/backup/tools-for-installation.ts";
import { confirmOnTerminal } from "./src/command/confirm.ts";
import { parseCount } from "./src/command/count.ts";
import { parseDuration } from "./src/command/duration.ts";
import { OperationError } from "./src/command/operation-error.ts";
import { EXIT, EXIT_CODES, runCommand } from "./src/command/run-command.ts";
import { backfillCommand } from "./src/deployment/backfill-runner.ts";
import { type DeploymentOutcome, deploy } from "./src/deployment/deploy.ts";
import { withDeploymentLock } from "./src/deployment/deployment-lock.ts";
import { keepPlan, makeDeploymentPlan } from "./src/deployment/deployment-plan.ts";
import { formatAdvice, type RepeatCommands } from "./src/deployment/failure-advice.ts";
import { requireEnvironment } from "./src/deployment/require-environment.ts";
import { formatPlan } from "./src/deployment/show-plan.ts";
import { readCommit } from "./src/installation/commit.ts";
import { environment } from "./src/installation/env.ts";
import { parseGateways, readInstallation } from "./src/installation/installation.ts";
import { operatorName } from "./src/installation/operator.ts";

interface Options {
  apply?: true;
  backup?: string;
  createBackup?: string;
  maxAge?: number;
  env?: "staging" | "production";
  iKnow?: true;
  yes?: true;
  maintenance: boolean;
  message: string;
  withoutPrompt: number;
  gateways?: string[];
}

const print = (text: string) => process.stdout.write(`${text}\n`);
const fileIn = (name: string) => path.resolve(environment.INIT_CWD ?? process.cwd(), name);

async function run(options: Options): Promise<void> {
  if (options.apply) return await apply(options);
  if (options.createBackup !== undefined) return await onlyBackUp(fileIn(options.createBackup));
  await dryRun(options);
}

async function dryRun({ backup, maintenance, gateways }: Options): Promise<void> {
  const installation = await readInstallation(environment, { gatewayUrls: gateways });
  const plan = await makeDeploymentPlan(
    installation,
    await readCommit(environment),
    backfillCommand(installation.database.ownerUrl, operatorName()),
  );
  await keepPlan(installation.home, plan);
  print(formatPlan(plan, { backup, maintenance, gateways: installation.gatewayUrls }));
}

async function onlyBackUp(file: string): Promise<void> {
  const { adminUrl } = (await readInstallation(environment)).database;
  const tools = await toolsFor(adminUrl, environment);
  const { id } = await readCommit(environment);
  await createBackup({ adminUrl, file, tools, commit: id, madeBy: operatorName() });
  const proof = await proveBackup({
    file,
    adminUrl,
    tools,
    note: print,
    against: { state: "current", maxAgeSeconds: 3_600 },
  });
  print(`${file} is a proven backup, taken ${proof.takenAt}.`);
}

async function apply(options: Options): Promise<void> {
  const name = options.createBackup ?? options.backup;
  if (name === undefined) {
    throw new OperationError("--apply needs a backup that it can prove.", {
      next: ["--backup FILE, or --create-backup FILE to make one first"],
    });
  }
  const target = requireEnvironment({
    appEnvironment: environment.APP_ENV || undefined,
    named: options.env,
    iKnow: options.iKnow ?? false,
  });
  const installation = await readInstallation(environment, { gatewayUrls: options.gateways });
  const { ownerUrl, adminUrl } = installation.database;
  const operator = operatorName();
  const tools = await toolsFor(adminUrl, environment);
  const interruption = new AbortController();
  process.once("SIGINT", () => {
    print("\nInterrupted: the step that runs is finished, none after it begins.");
    interruption.abort();
  });
  const outcome = await withDeploymentLock(adminUrl, operator, async () => {
    const commit = await readCommit(environment);
    const backfill = backfillCommand(ownerUrl, operator);
    const plan = await makeDeploymentPlan(installation, commit, backfill);
    return await deploy(
      {
        installation,
        commit,
        operator,
        tools,
        backfill,
        plan,
        backup: {
          file: fileIn(name),
          create: options.createBackup !== undefined,
          maxAgeSeconds: options.maxAge,
        },
        withoutPrompt: options.withoutPrompt,
        notice: { message: options.message, retryAfterSeconds: 60 },
        maintenanceIsOn: false,
        schemaIsHalfWay: false,
        ran: [],
      },
      {
        environment: target,
        maintenance: options.maintenance,
        yes: options.yes ?? false,
        confirm: confirmOnTerminal,
        repeat: repeatCommands(options),
        print,
        signal: interruption.signal,
      },
    );
  });
  tell(outcome);
}

/** The same again. What this run wrote itself makes its backup older than the data: an hour is allowed. */
function repeatCommands({ backup, createBackup, maintenance, env, iKnow }: Options): RepeatCommands {
  const target = env === "production" ? `--env production${iKnow ? " --i-know" : ""}` : "";
  const command = `${target ? "" : "APP_ENV=staging "}scripts/staging_backfill.sh --apply`;
  const rest = [target, maintenance ? "" : "--no-maintenance"].filter(Boolean).join(" ");
  const file = createBackup ?? backup ?? "FILE";
  return {
    again: `${command} --backup ${file} --max-age 1h ${rest}`.trim(),
    withNewBackup: `${command} --create-backup NEW_FILE ${rest}`.trim(),
  };
}

function tell({ report, folder }: DeploymentOutcome): void {
  if (report.advice) print(`\n${formatAdvice(report.advice)}`);
  print(`\n${report.result === "done" ? "Done." : "FAILED."} The report: ${path.join(folder, "report.md")}`);
  if (report.result === "failed") process.exitCode = EXIT.failed;
}

const program = new Command("scripts/staging_backfill.sh")
  .description(
    "Shows, by default, what deploying would do to this database: pending migrations with their SQL, the backfill's plan. Changes nothing.",
  )
  .option("--apply", "do it, after the backup is proven and you have confirmed")
  .option("--backup <file>", "a backup of this database: a dump in pg_dump's custom format (pg_dump -Fc)")
  .option("--create-backup <file>", "make the backup first; without --apply: only make and prove it")
  .option(
    "--max-age <time>",
    "accept a backup that lacks what was written since, when it is not older: 30m, 2h",
    parseDuration,
  )
  .addOption(
    new Option("--env <name>", "which installation this is; default APP_ENV").choices([
      "staging",
      "production",
    ]),
  )
  .option("--i-know", "with --env production: deploy there with this script")
  .option("--yes", "no typed confirmation; never for production")
  .option("--no-maintenance", "leave the doors open meanwhile")
  .option(
    "--without-prompt <count>",
    "how many scenarios never had a prompt, and neither has their generation",
    parseCount,
    0,
  )
  .option(
    "--message <text>",
    "what users read meanwhile",
    "Vivero is being updated. Please try again in a few minutes.",
  )
  .option(
    "--gateways <urls>",
    "every replica's own address; default GATEWAY_URLS, else the local stack's",
    parseGateways,
  )
  .addHelpText(
    "after",
    `
The installation: MIGRATION_DATABASE_URL (the owner's), ADMIN_DATABASE_URL (a superuser's), UNLEASH_URL,
UNLEASH_ADMIN_TOKEN, GATEWAY_URLS; else the local stack that \`npm start\` runs. PG_BIN: where pg_dump is.
${EXIT_CODES}`,
  )
  .action(run);

await runCommand(program);
