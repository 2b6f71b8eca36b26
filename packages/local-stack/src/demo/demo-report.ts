import type { TreeCounts } from "@vivero/contracts";

/** What became of one answer, from its text to the live catalog. */
export interface DemoScenario {
  readonly file: string;
  readonly name: string;
  readonly generationId: number;
  readonly scenarioId: number;
  /** What the reader found in the answer. */
  readonly found: TreeCounts;
  readonly incubated: TreeCounts;
  readonly promoted: TreeCounts;
  /** Twins within the answer, which became one active entity. */
  readonly merged: TreeCounts;
  readonly importAudit: readonly string[];
  readonly auditEvents: number;
  readonly chainVerified: boolean;
}

/** An answer that went no further, where it stopped and why. */
export interface DemoRefusal {
  readonly file: string;
  readonly stage: "generation" | "accept";
  readonly reason: string;
}

/** What `npm run demo -- --json` prints. */
export interface DemoReport {
  readonly scenarios: readonly DemoScenario[];
  readonly refused: readonly DemoRefusal[];
}

const KINDS = ["capabilities", "competencies", "skills"] as const;

/** Where a scenario is not what its answer holds; empty when nothing was lost, doubled or left without a trace. */
export function differences(scenario: DemoScenario): string[] {
  const found: string[] = [];
  for (const kind of KINDS) {
    const expected = scenario.found[kind];
    const promoted = scenario.promoted[kind] + scenario.merged[kind];
    if (scenario.incubated[kind] !== expected)
      found.push(`${expected} ${kind} found, ${scenario.incubated[kind]} incubated`);
    if (promoted !== expected) found.push(`${expected} ${kind} found, ${promoted} promoted or merged`);
  }
  const audit = scenario.importAudit.join(", ");
  if (audit !== "started, success") found.push(`import audit is ${audit || "empty"}`);
  if (!scenario.chainVerified) found.push("the audit chain does not verify");
  return found;
}

const counts = (tree: TreeCounts) => KINDS.map((kind) => tree[kind]).join(" / ");

/** The report as a table for a terminal. */
export function demoTable(report: DemoReport): string {
  const header = [
    "answer",
    "found",
    "incubated",
    "promoted",
    "merged",
    "import audit",
    "audit events",
    "chain",
  ];
  const rows = report.scenarios.map((scenario) => [
    scenario.name,
    counts(scenario.found),
    counts(scenario.incubated),
    counts(scenario.promoted),
    counts(scenario.merged),
    scenario.importAudit.join(", "),
    String(scenario.auditEvents),
    scenario.chainVerified ? "verified" : "BROKEN",
  ]);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  const refused = report.refused.map(({ file, stage, reason }) => `refused at ${stage}: ${file}: ${reason}`);
  return [
    "capabilities / competencies / skills",
    "",
    line(header),
    line(widths.map((width) => "-".repeat(width))),
    ...rows.map(line),
    ...(refused.length > 0 ? ["", ...refused] : []),
  ].join("\n");
}
