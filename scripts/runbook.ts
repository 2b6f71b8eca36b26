import path from "node:path";
import { openDatabase } from "@vivero/database";
import { Command, Option } from "commander";
import { readDatabaseIdentity } from "./src/backup/database-identity.ts";
import { confirmOnTerminal } from "./src/command/confirm.ts";
import { parseCount } from "./src/command/count.ts";
import { parseDuration } from "./src/command/duration.ts";
import { OperationError } from "./src/command/operation-error.ts";
import { EXIT, EXIT_CODES, runCommand } from "./src/command/run-command.ts";
import { backfillCommand } from "./src/deployment/backfill-runner.ts";
import { withDeploymentLock } from "./src/deployment/deployment-lock.ts";
import { makeDeploymentPlan } from "./src/deployment/deployment-plan.ts";
import { formatPlan } from "./src/deployment/show-plan.ts";
import { readCommit } from "./src/installation/commit.ts";
import { environment } from "./src/installation/env.ts";
import { type Installation, parseGateways, readInstallation } from "./src/installation/installation.ts";
import { operatorName } from "./src/installation/operator.ts";
import { verifyEveryChain } from "./src/runbook/audit-chains.ts";
import { chooseSteps, parseStep } from "./src/runbook/choose-steps.ts";
import { describeRunbook } from "./src/runbook/describe-runbook.ts";
import { formatChecklist } from "./src/runbook/format-checklist.ts";
import { notify } from "./src/runbook/notify.ts";
import { presentChecklist } from "./src/runbook/present-checklist.ts";
import { firstBreak, readRecords, recordFolder } from "./src/runbook/record-folder.ts";
import { requireStagingRecord } from "./src/runbook/require-staging-record.ts";
import { runRunbook, sealInterrupted } from "./src/runbook/run-runbook.ts";
import {
  ENVIRONMENTS,
  type Environment,
  type Language,
  STEP_IDS,
  type StepId,
} from "./src/runbook/runbook.ts";
import { startRun } from "./src/runbook/start-run.ts";

interface Options {
  env?: Environment;
  from?: StepId;
  only?: StepId;
  dryRun?: true;
  yes?: true;
  notify?: string;
  watch?: number;
  backup?: string;
  maxAge?: number;
  importWait: number;
  message: string;
  withoutPrompt: number;
  gateways?: string[];
  stagingRecords?: string;
  lang: Language;
  print?: true;
  verify?: true;
}

const PRODUCTION_WATCH_SECONDS = 600;
const print = (text: string) => process.stdout.write(`${text}\n`);
const fileIn = (name: string) => path.resolve(environment.INIT_CWD ?? process.cwd(), name);

async function run(options: Options): Promise<void> {
  if (options.print) return void print(describeRunbook(options.lang));
  const installation = await readInstallation(environment, { gatewayUrls: options.gateways });
  const folder = recordFolder(installation.home);
  if (options.verify) return await verifyRecords(folder);
  if (!options.env) throw new OperationError("Say where: --env staging, or --env production.");
  if (environment.APP_ENV && environment.APP_ENV !== options.env) {
    throw new OperationError(
      `--env says ${options.env}, APP_ENV says ${environment.APP_ENV}: one of them is wrong.`,
    );
  }
  if (options.dryRun) return await dryRun(installation, options);
  await withDeploymentLock(installation.database.adminUrl, operatorName(), () =>
    execute(installation, folder, options, options.env ?? "staging"),
  );
}

async function verifyRecords(folder: string): Promise<void> {
  const records = await readRecords(folder);
  const broken = await firstBreak(folder, records);
  if (broken) throw new OperationError(`The records in ${folder} are broken: ${broken}.`);
  print(
    `${records.length} records in ${folder}, the chain is whole.${records.at(-1) ? ` Last hash ${records.at(-1)?.hash}` : ""}`,
  );
}

async function dryRun(installation: Installation, { lang, gateways: _, backup }: Options): Promise<void> {
  print(describeRunbook(lang));
  const plan = await makeDeploymentPlan(
    installation,
    await readCommit(environment),
    backfillCommand(installation.database.ownerUrl, operatorName()),
  );
  print(`\n${formatPlan(plan, { backup, maintenance: true, gateways: installation.gatewayUrls })}`);
}

async function execute(
  installation: Installation,
  folder: string,
  options: Options,
  target: Environment,
): Promise<void> {
  const commit = await readCommit(environment);
  const staging =
    target === "production"
      ? await requireProductionReady(installation, options.stagingRecords ?? folder, commit)
      : undefined;
  const left = await sealInterrupted(folder);
  if (left) print(`The run ${left.id} was cut off; it is recorded as interrupted.`);
  const database = await identityOf(installation);
  const chosen = chooseSteps(
    { environment: target, from: options.from, only: options.only },
    await readRecords(folder),
    { commit, database },
  );
  if (chosen.continues) print(`Goes on from ${chosen.continues.id}: ${chosen.steps.join(", ")}`);
  const {
    record,
    folder: written,
    untold,
  } = await runRunbook({
    run: startRun({
      environment: target,
      installation,
      variables: environment,
      commit,
      operator: operatorName(),
      backup: options.backup ? { file: fileIn(options.backup), maxAgeSeconds: options.maxAge } : undefined,
      message: options.message,
      withoutPrompt: options.withoutPrompt,
      watchSeconds: options.watch ?? (target === "production" ? PRODUCTION_WATCH_SECONDS : 0),
      importSeconds: options.importWait,
      facts: chosen.continues?.facts ?? {},
      staging,
    }),
    folder,
    chosen,
    commit,
    operator: operatorName(),
    database,
    language: options.lang,
    // In production a person decides, whatever the command line says.
    confirm: options.yes && target !== "production" ? undefined : confirmOnTerminal,
    present: presentChecklist,
    tell: async (text) => (options.notify ? await notify(options.notify, text) : undefined),
  });
  print(`\n${formatChecklist(record)}\n\n${path.join(written, "transcript.html")}`);
  if (untold) print(`Nobody was told of the end: ${untold}`);
  if (record.result === "failed" || record.result === "interrupted") process.exitCode = EXIT.failed;
}

async function requireProductionReady(
  installation: Installation,
  folder: string,
  commit: Awaited<ReturnType<typeof readCommit>>,
) {
  const record = await requireStagingRecord(folder, commit);
  const { broken } = await verifyEveryChain(installation.database.ownerUrl);
  if (broken.length === 0) return record;
  throw new OperationError(
    `Production's audit record is not whole, so nothing is deployed on top of it: ${broken.join("; ")}.`,
  );
}

async function identityOf({ database: { adminUrl } }: Installation) {
  const database = openDatabase({ url: adminUrl, applicationName: "vivero-runbook", poolSize: 1 });
  try {
    return await readDatabaseIdentity(database.knex);
  } finally {
    await database.close();
  }
}

const program = new Command("npm run runbook --")
  .description(
    "Executes the whole deployment step by step, ticks the checklist by checks, and writes the transcript as a chained record.",
  )
  .addOption(new Option("--env <name>", "where to deploy").choices(ENVIRONMENTS))
  .option("--from <step>", `go on from this step: ${STEP_IDS.join(", ")}`, parseStep)
  .option("--only <step>", "run this step only", parseStep)
  .option("--dry-run", "show the steps and what they would do to this database; changes nothing")
  .option("--yes", "decide as a person would who goes on; never in production")
  .option("--notify <url>", "tell a webhook (Slack's JSON) of start and end")
  .option(
    "--watch <time>",
    "how long to follow health, errors, imports and statements: 10m; default none, in production 10m",
    parseDuration,
  )
  .option("--backup <file>", "prove this backup instead of making one")
  .option(
    "--max-age <time>",
    "with --backup: accept one that lacks what was written since, when it is not older",
    parseDuration,
  )
  .option("--import-wait <time>", "how long an import may take to arrive", parseDuration, 60)
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
  .option("--staging-records <folder>", "in production: where staging's records lie; default .vivero/runbook")
  .addOption(
    new Option("--lang <language>", "of the checklist and the transcript")
      .choices(["es", "en"])
      .default(environment.LANG?.startsWith("es") ? "es" : "en"),
  )
  .option("--print", "print the runbook itself, as Markdown")
  .option("--verify", "recompute the chain of the records")
  .addHelpText("after", EXIT_CODES)
  .action(run);

await runCommand(program);
