import type { Backfill } from "../backfill/backfill.ts";
import type { BackfillStatus } from "../backfill/control-backfill.ts";
import type { PartPlan, Plan } from "../backfill/plan.ts";
import type { UndoPlan } from "../backfill/plan-undo.ts";
import type { Verification } from "../backfill/verify-backfill.ts";

const SHOWN_CHARACTERS = 80;
/** A terminal shows this many rows with a problem of each kind; `--json` has more. */
const SHOWN_PROBLEMS = 5;
const number = (value: number) => value.toLocaleString("en");
const inWords = (label: string) => label.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** A value as an operator may see it. */
function shown({ show }: Backfill, column: string, value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (show !== undefined) return show(column, value);
  const text = JSON.stringify(value);
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

/** A plan for a machine: values as an operator may see them. */
export function presentPlan(backfill: Backfill, plan: Plan): object {
  return {
    ...plan,
    parts: plan.parts.map((part) => ({
      ...part,
      samples: part.samples.map(({ values, ...key }) => ({
        ...key,
        values: values.map(({ column, before, after }) => ({
          column,
          before: shown(backfill, column, before),
          after: shown(backfill, column, after),
        })),
      })),
    })),
  };
}

/** A verification for a machine: values as an operator may see them. */
export function presentVerification(backfill: Backfill, verification: Verification): object {
  return {
    ...verification,
    first: verification.first.map(({ expected, found, ...difference }) => ({
      ...difference,
      expected: shown(backfill, difference.column ?? "", expected),
      found: shown(backfill, difference.column ?? "", found),
    })),
  };
}

/** The plan for a terminal; `command` is what an operator types for this backfill. */
export function formatPlan(backfill: Backfill, plan: Plan, command: string): string {
  const samples = plan.parts.flatMap((part) =>
    part.samples.flatMap(({ organizationId, id, values }) => [
      `  ${part.table} of organization ${organizationId}, id ${id}`,
      ...values.map(
        ({ column, before, after }) =>
          `    ${column}: ${shown(backfill, column, before)} -> ${shown(backfill, column, after)}`,
      ),
    ]),
  );
  const problems = plan.parts.flatMap((part) =>
    firstOfEach(part.problemRows).map(
      ({ organizationId, id, problem, detail }) =>
        `  ${part.table} of organization ${organizationId}, id ${id}: ${inWords(problem)}${detail === null ? "" : ` ${JSON.stringify(detail)}`}`,
    ),
  );
  return [
    `Backfill ${plan.backfill}: plan ${plan.hash}. Nothing has been changed.`,
    "",
    ...formatCounts({ ...plan.counts }, backfill.problems),
    ...formatCounts(plan.figures, {}),
    ...section("Values to write", formatColumns(plan.parts)),
    ...section("Some of the rows, before and after", samples),
    ...section("Left alone, the first of each kind", problems),
    "",
    `It will take about ${formatSeconds(plan.estimateSeconds)}. To do it: ${command} apply --plan ${plan.hash}`,
  ].join("\n");
}

function firstOfEach(rows: PartPlan["problemRows"]): PartPlan["problemRows"] {
  const kinds = Map.groupBy(rows, ({ problem }) => problem);
  return [...kinds.values()].flatMap((ofOneKind) => ofOneKind.slice(0, SHOWN_PROBLEMS));
}

function formatColumns(parts: readonly { table: string; columns: Readonly<Record<string, number>> }[]) {
  return parts.map(
    ({ table, columns }) =>
      `  ${table}: ${Object.entries(columns)
        .map(([name, count]) => `${name} ${number(count)}`)
        .join(", ")}`,
  );
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `${title}:`, ...lines];
}

function formatCounts(
  counts: Readonly<Record<string, number>>,
  meanings: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(counts).map(([label, count]) => {
    const meaning = meanings[label] === undefined ? "" : `  ${meanings[label]}`;
    return `  ${inWords(label).padEnd(26)}${number(count).padStart(12)}${meaning}`;
  });
}

export function formatUndoPlan(plan: UndoPlan, command: string): string {
  return [
    `Taking back what the backfill ${plan.backfill} wrote: plan ${plan.hash}. Nothing has been changed.`,
    "",
    ...formatCounts(plan.counts, { changedSince: "values that somebody changed since; they stay" }),
    ...section("Values to take back", formatColumns(plan.parts)),
    "",
    `To do it: ${command} undo apply --plan ${plan.hash}`,
  ].join("\n");
}

export function formatVerification(backfill: Backfill, found: Verification): string {
  const first = found.first.map(({ table, organizationId, id, kind, column, expected, found: value }) => {
    const values =
      column === null
        ? ""
        : ` ${column}: expected ${shown(backfill, column, expected)}, found ${shown(backfill, column, value)}`;
    return `  ${table} of organization ${organizationId}, id ${id}: ${kind}${values}`;
  });
  const total = Object.values(found.differences).reduce((sum, count) => sum + count, 0);
  return [
    `Backfill ${found.backfill}: ${found.verified ? "verified, every filled row is as its source." : `${number(total)} differences.`}`,
    "",
    ...formatCounts({ ...found.counts }, backfill.problems),
    ...formatCounts(found.figures, {}),
    ...section("Differences", formatCounts(found.verified ? {} : found.differences, {})),
    ...section("The first of them", first),
  ].join("\n");
}

export function formatStatus(status: BackfillStatus): string {
  const { name, state, activity, alive, counts } = status;
  const runner = alive ? `at work: ${status.runner}` : "no runner is at work";
  const done = activity === "apply" ? counts.written : counts.takenBack;
  const facts: [label: string, value: string | undefined][] = [
    ["state", `${state} (${activity}, run ${status.run}; ${runner})`],
    ["started", status.startedAt ? `${status.startedAt.toISOString()} by ${status.startedBy}` : undefined],
    ["ended", status.finishedAt?.toISOString()],
    ["plan", status.planHash ?? undefined],
    [
      "rows",
      counts.planned === undefined ? undefined : `${number(done ?? 0)} of ${number(counts.planned)} done`,
    ],
    ["skipped", counts.skipped ? number(counts.skipped) : undefined],
    ["changed since", counts.changedSince ? number(counts.changedSince) : undefined],
    ["cursor", status.cursor ? JSON.stringify(status.cursor) : undefined],
    ["rows/s", status.rowsPerSecond === null ? undefined : number(Math.round(status.rowsPerSecond))],
    [
      "batches",
      status.batchMs === null
        ? undefined
        : `median ${Math.round(status.batchMs.median)} ms, 99th percentile ${Math.round(status.batchMs.p99)} ms, longest ${status.batchMs.longest} ms`,
    ],
    ["waiting for", status.waitingFor ?? undefined],
    ["last error", status.lastError?.message],
  ];
  const hint =
    !alive && (state === "running" || state === "paused" || state === "failed")
      ? [`  To go on: ${activity === "apply" ? "apply" : "undo apply"}`]
      : [];
  return [
    `Backfill ${name}`,
    ...facts
      .filter(([, value]) => value !== undefined)
      .map(([label, value]) => `  ${label.padEnd(14)}${value}`),
    ...hint,
  ].join("\n");
}

export function formatSeconds(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}
