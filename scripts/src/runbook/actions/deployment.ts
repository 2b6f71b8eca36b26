import { OperationError } from "../../command/operation-error.ts";
import {
  backfill,
  backUp,
  endMaintenance,
  formatCounts,
  migrate,
  startMaintenance,
} from "../../deployment/deployment-steps.ts";
import {
  requireFindings,
  verifyProvenance,
  verifyRows,
  verifySchema,
} from "../../deployment/verify-database.ts";
import type { Action } from "../run.ts";
import { requireReadyGateways } from "./preflight.ts";

/** The steps that the runbook shares with `scripts/staging_backfill.sh`. */

export const proveBackup: Action = async (run, note) => {
  const deployment = await run.deployment();
  await backUp(deployment, note);
  const { proof } = deployment;
  if (!proof) throw new OperationError("The backup was not proven.");
  run.facts = { ...run.facts, backupFile: proof.file, backupTables: proof.tables };
  return `${proof.file} restored, ${Object.keys(proof.tables).length} tables compared, SHA-256 ${proof.sha256}`;
};

export const maintenanceOn: Action = async (run, note) => {
  await startMaintenance(await run.deployment(), note);
  return `${run.installation.gatewayUrls.length} gateways confirm`;
};

export const maintenanceOff: Action = async (run, note) => {
  await endMaintenance(await run.deployment(), note);
  return `${run.installation.gatewayUrls.length} gateways confirm`;
};

export const runMigrations: Action = async (run, note) => {
  const deployment = await run.deployment();
  await migrate(deployment, note);
  const findings = await verifySchema(run.installation.database);
  requireFindings(findings, note);
  return `${deployment.ran.length} ran now; ${findings.map(({ what, detail }) => `${what} (${detail})`).join("; ")}`;
};

export const runBackfill: Action = async (run, note) => {
  const deployment = await run.deployment();
  const plan = await backfill(deployment, note);
  await deployment.backfill.verify(note);
  const provenance = await verifyProvenance(run.installation.database.adminUrl, deployment.withoutPrompt);
  requireFindings([provenance], note);
  return `plan ${plan.hash} (${formatCounts(plan.counts)}) applied and every row compared with its source; ${provenance.detail}`;
};

export const checkAfterwards: Action = async (run, note) => {
  const { database } = run.installation;
  const { backupTables } = run.facts;
  if (!backupTables) note("no backup of this run to compare rows with");
  requireFindings(
    [
      ...(await verifySchema(database)),
      ...(backupTables ? [await verifyRows(database.adminUrl, backupTables)] : []),
    ],
    note,
  );
  await requireReadyGateways(run.installation, note);
  return "database and gateways are as they must be";
};
