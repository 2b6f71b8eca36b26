import { type Confirm, requireConfirmation } from "../command/confirm.ts";
import { OperationError } from "../command/operation-error.ts";
import { formatAddress } from "../installation/database-address.ts";
import { requireShownPlan } from "./deployment-plan.ts";
import { type DeploymentReport, writeDeploymentReport } from "./deployment-report.ts";
import {
  backfill,
  backUp,
  type Deployment,
  endMaintenance,
  migrate,
  type Note,
  startMaintenance,
  verify,
} from "./deployment-steps.ts";
import { adviseAfterFailure, type RepeatCommands } from "./failure-advice.ts";
import { recordStep, type StepRecord, StepSkipped } from "./step.ts";

/** How to deploy. */
export interface DeployOptions {
  readonly environment: "staging" | "production";
  readonly maintenance: boolean;
  /** `--yes`: staging is confirmed already. Production is confirmed by a person, always. */
  readonly yes: boolean;
  readonly confirm: Confirm;
  readonly repeat: RepeatCommands;
  readonly print: (line: string) => void;
  /** Aborted when the operator interrupts: the step that runs is finished, and none after it begins. */
  readonly signal?: AbortSignal | undefined;
}

/** What a deployment left behind, and where its report lies. */
export interface DeploymentOutcome {
  readonly report: DeploymentReport;
  readonly folder: string;
}

/**
 * Deploys step by step; the first that fails ends it. The doors are opened again unless the schema is half-way. Whatever
 * happens after the refusals of the first step, a report is written.
 * @throws OperationError for what is refused before anything begins
 */
export async function deploy(deployment: Deployment, options: DeployOptions): Promise<DeploymentOutcome> {
  const { installation, plan, operator, commit } = deployment;
  await requireShownPlan(installation.home, plan);
  const startedAt = new Date().toISOString();
  const steps = await runSteps(deployment, options);
  const failed = steps.find(({ result }) => result === "failed");
  const report: DeploymentReport = {
    format: 1,
    result: failed ? "failed" : "done",
    environment: options.environment,
    operator,
    startedAt,
    endedAt: new Date().toISOString(),
    commit,
    connection: plan.connection,
    backup: deployment.proof ?? null,
    steps,
    advice: failed ? adviseAfterFailure(deployment, failed.id, options.repeat) : null,
  };
  return { report, folder: await writeDeploymentReport(installation.home, report) };
}

async function runSteps(deployment: Deployment, running: DeployOptions): Promise<StepRecord[]> {
  const records: StepRecord[] = [];
  const run = async (id: string, title: string, work: (note: Note) => Promise<unknown>): Promise<boolean> => {
    running.print(`\n${title}`);
    const { record, error } = await recordStep(
      { id, title },
      async (note) => {
        if (running.signal?.aborted)
          throw new OperationError("Interrupted by the operator before this step.");
        await work(note);
      },
      (line) => running.print(`  ${line}`),
    );
    if (error)
      for (const line of [error.message, ...error.next.map((next) => `-> ${next}`)])
        running.print(`  ✗ ${line}`);
    records.push(record);
    return record.result !== "failed";
  };
  const onlyWithMaintenance =
    (work: typeof startMaintenance) => async (deploying: Deployment, note: Note) => {
      if (!running.maintenance) throw new StepSkipped("not asked for (--no-maintenance)");
      await work(deploying, note);
    };
  const steps: [id: string, title: string, work: (deployment: Deployment, note: Note) => Promise<unknown>][] =
    [
      ["backup", "Backup and its proof", backUp],
      ["confirm", "Confirmation", (deploying) => confirm(deploying, running)],
      ["maintenance-on", "Maintenance on", onlyWithMaintenance(startMaintenance)],
      ["migrate", "Migrations", migrate],
      ["backfill", "Backfill", backfill],
      ["verify", "Verification", verify],
      ["maintenance-off", "Maintenance off", onlyWithMaintenance(endMaintenance)],
    ];
  for (const [id, title, work] of steps) {
    if (await run(id, title, (note) => work(deployment, note))) continue;
    if (deployment.maintenanceIsOn && !deployment.schemaIsHalfWay && id !== "maintenance-off") {
      await recordDoors(deployment, records, running);
    }
    break;
  }
  return records;
}

/** After a failure: the schema is whole, so users need not wait for it to be looked into. */
async function recordDoors(
  deployment: Deployment,
  records: StepRecord[],
  { print }: DeployOptions,
): Promise<void> {
  const step = { id: "maintenance-off", title: "Maintenance off, as the schema is whole" };
  print(`\n${step.title}`);
  const { record } = await recordStep(
    step,
    (note) => endMaintenance(deployment, note),
    (line) => print(`  ${line}`),
  );
  if (record.problem) print(`  ✗ ${record.problem}`);
  records.push(record);
}

async function confirm(
  deployment: Deployment,
  { environment, yes, confirm: ask }: DeployOptions,
): Promise<void> {
  if (yes && environment !== "production") throw new StepSkipped("given on the command line (--yes)");
  const { connection, migrations } = deployment.plan;
  const expected =
    environment === "production"
      ? `production ${connection.identity.database}`
      : connection.identity.database;
  const question = `This will run ${migrations.length} migrations and the backfill on ${formatAddress(connection.owner)} (${environment}).`;
  await requireConfirmation(ask, question, expected);
}
