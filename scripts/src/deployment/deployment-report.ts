import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { formatSeconds } from "../command/duration.ts";
import { formatAddress } from "../installation/database-address.ts";
import type { Deployment } from "./deployment-steps.ts";
import type { FailureAdvice } from "./failure-advice.ts";
import type { StepRecord } from "./step.ts";

/** The record of one deployment: who, when, which commit, which database, which backup, and how each step went. */
export interface DeploymentReport {
  readonly format: 1;
  readonly result: "done" | "failed";
  readonly environment: string;
  readonly operator: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly commit: Deployment["commit"];
  readonly connection: Deployment["plan"]["connection"];
  readonly backup: Deployment["proof"] | null;
  readonly steps: readonly StepRecord[];
  readonly advice: FailureAdvice | null;
}

/** Writes `report.json` and `report.md` into a new folder, and returns the folder. */
export async function writeDeploymentReport(home: string, report: DeploymentReport): Promise<string> {
  const name = `${report.startedAt.replaceAll(/[:.]/g, "-")}-${report.environment}`;
  const folder = path.join(home, "deployments", name);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "report.json"), `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 });
  await writeFile(path.join(folder, "report.md"), formatReport(report), { mode: 0o600 });
  return folder;
}

const MARKS = { done: "✓", skipped: "–", failed: "✗" } as const;

/** The report to read. */
function formatReport(report: DeploymentReport): string {
  const { connection, backup, commit, steps, advice } = report;
  const { identity } = connection;
  return [
    `# Deployment to ${report.environment}: ${report.result}`,
    "",
    `- by ${report.operator}, from ${report.startedAt} to ${report.endedAt}`,
    `- commit ${commit.id}${commit.modified ? " with uncommitted changes" : ""}`,
    `- database ${formatAddress(connection.owner)}, PostgreSQL ${identity.serverVersion}, system identifier ${identity.systemIdentifier}`,
    ...(backup ? backupLines(backup) : ["- backup: none was proven"]),
    "",
    "| | step | result | took |",
    "| --- | --- | --- | --- |",
    ...steps.map(
      ({ title, result, seconds }) =>
        `| ${MARKS[result]} | ${title} | ${result} | ${formatSeconds(seconds)} |`,
    ),
    ...steps.flatMap(stepLines),
    ...(advice ? adviceLines(advice) : []),
    "",
  ].join("\n");
}

function backupLines(proof: NonNullable<DeploymentReport["backup"]>): string[] {
  return [
    `- backup ${proof.file}: ${proof.bytes} bytes, SHA-256 ${proof.sha256}, taken ${proof.takenAt}`,
    `- its proof: restored into a scratch database in ${formatSeconds(proof.restoreSeconds)}, ${Object.keys(proof.tables).length} tables compared by count and checksum, ${proof.changedSince.length === 0 ? "all equal to the live database" : `written to since: ${proof.changedSince.map(({ table }) => table).join(", ")}`}`,
  ];
}

function stepLines({ title, lines, problem, startedAt }: StepRecord): string[] {
  const text = [...lines, ...(problem ? [`FAILED: ${problem}`] : [])];
  return [
    "",
    `## ${title}`,
    "",
    `Began ${startedAt}.`,
    ...(text.length > 0 ? ["", "```", ...text, "```"] : []),
  ];
}

/** The advice as lines of Markdown. */
function adviceLines({ state, goOn, goBack }: FailureAdvice): string[] {
  const block = (title: string, commands: readonly string[]) => [
    "",
    `${title}:`,
    "",
    "```sh",
    ...commands,
    "```",
  ];
  return [
    "",
    "## How things stand",
    "",
    ...state.map((line) => `- ${line}`),
    ...block("To go on", goOn),
    ...block("To go back", goBack),
  ];
}
