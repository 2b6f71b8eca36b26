import { MigrationError, type MigrationRun, migrateLatest } from "@vivero/database";
import { createBackup } from "../backup/create-backup.ts";
import type { PostgresTools } from "../backup/postgres-tools.ts";
import { type BackupProof, proveBackup } from "../backup/prove-backup.ts";
import { formatSeconds } from "../command/duration.ts";
import { OperationError } from "../command/operation-error.ts";
import type { Commit } from "../installation/commit.ts";
import type { Installation } from "../installation/installation.ts";
import type { MaintenanceNotice } from "../maintenance/maintenance-flag.ts";
import { closeDoors, describeGateways, openDoors } from "../maintenance/switch-maintenance.ts";
import type { BackfillPlan, BackfillRunner } from "./backfill-runner.ts";
import type { DeploymentPlan } from "./deployment-plan.ts";
import { requireFindings, verifyDatabase } from "./verify-database.ts";

/** What the steps of one deployment share: what they work with, and how far they came. */
export interface Deployment {
  readonly installation: Installation;
  readonly commit: Commit;
  readonly operator: string;
  readonly tools: PostgresTools;
  readonly backfill: BackfillRunner;
  readonly plan: DeploymentPlan;
  readonly backup: {
    readonly file: string;
    readonly create: boolean;
    readonly maxAgeSeconds?: number | undefined;
  };
  readonly notice: MaintenanceNotice;
  /** How many scenarios never had a prompt, and neither has their generation, as the operator says. */
  readonly withoutPrompt: number;
  proof?: BackupProof;
  maintenanceIsOn: boolean;
  readonly ran: MigrationRun[];
  /** A migration failed that may have left a part of itself, or others are left to run after some have. */
  schemaIsHalfWay: boolean;
  backfillHash?: string;
}

export type Note = (line: string) => void;

/** A backup that is made now needs no permission for what is written while it is proven. */
const OWN_BACKUP_AGE_SECONDS = 3_600;

/** Makes the backup when asked to, and proves it by restoring it. */
export async function backUp(deployment: Deployment, note: Note): Promise<void> {
  const { installation, tools, backup, commit, operator } = deployment;
  const { adminUrl } = installation.database;
  if (backup.create) {
    const { dump } = await createBackup({
      adminUrl,
      file: backup.file,
      tools,
      commit: commit.id,
      madeBy: operator,
    });
    note(`${backup.file} made with ${dump.tool}: ${dump.bytes} bytes`);
  }
  const maxAgeSeconds = backup.maxAgeSeconds ?? (backup.create ? OWN_BACKUP_AGE_SECONDS : undefined);
  const proof = await proveBackup({
    file: backup.file,
    adminUrl,
    tools,
    note,
    against: { state: "current", maxAgeSeconds },
  });
  deployment.proof = proof;
  for (const { table } of proof.changedSince) note(`written to since the backup: ${table}`);
  note(
    proof.identifiedBy === "manifest"
      ? `of this server: system identifier ${proof.database.systemIdentifier}`
      : "of this database by its past (migrations, audit chains); plain pg_dump records no system identifier",
  );
}

export async function startMaintenance(deployment: Deployment, note: Note): Promise<void> {
  // From here on it may be on, also when a gateway does not confirm.
  deployment.maintenanceIsOn = true;
  const answers = await closeDoors(deployment.installation, deployment.notice);
  for (const line of describeGateways(answers)) note(line);
}

export async function endMaintenance(deployment: Deployment, note: Note): Promise<void> {
  const answers = await openDoors(deployment.installation);
  deployment.maintenanceIsOn = false;
  for (const line of describeGateways(answers)) note(line);
}

export async function migrate(deployment: Deployment, note: Note): Promise<void> {
  const { ownerUrl } = deployment.installation.database;
  const { plan, ran } = deployment;
  const last = plan.migrations.at(-1);
  if (!last) return note("nothing to migrate: the schema is up to date");
  try {
    await migrateLatest({
      urls: { generation: ownerUrl, catalog: ownerUrl },
      // What the plan showed, and nothing that has come to this checkout since.
      to: last.name,
      onMigration: (run) => {
        ran.push(run);
        note(`${run.schema} ${run.name}: ${Math.round(run.durationMs)} ms`);
      },
    });
  } catch (cause) {
    const failed = plan.migrations[ran.length];
    deployment.schemaIsHalfWay = ran.length > 0 || failed?.inTransaction === false;
    throw cause instanceof MigrationError ? new OperationError(cause.message, { cause }) : cause;
  }
}

/** Applies the plan that it makes now; returns it. */
export async function backfill(deployment: Deployment, note: Note): Promise<BackfillPlan> {
  const plan = await deployment.backfill.plan();
  deployment.backfillHash = plan.hash;
  note(`plan ${plan.hash}: ${formatCounts(plan.counts)}; about ${formatSeconds(plan.estimateSeconds)}`);
  await deployment.backfill.apply(plan.hash, note);
  return plan;
}

export const formatCounts = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .map(([label, count]) => `${label} ${count}`)
    .join(", ");

/** Compares every filled row with its source, and looks at what must hold of the database. */
export async function verify(deployment: Deployment, note: Note): Promise<void> {
  const { installation, proof } = deployment;
  await deployment.backfill.verify(note);
  requireFindings(
    await verifyDatabase({
      ...installation.database,
      before: proof?.tables,
      withoutPrompt: deployment.withoutPrompt,
    }),
    note,
  );
}
