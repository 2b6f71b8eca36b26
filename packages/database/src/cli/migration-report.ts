import type { MigrationState } from "../migrator/migration-status.ts";
import type { MigrationRun } from "../migrator/open-migrator.ts";

const SCHEMA_WIDTH = "generation".length;

/** One line: direction, schema, name, duration. */
export function formatRun({ direction, schema, name, durationMs }: MigrationRun): string {
  return `${direction.padEnd(4)}  ${schema.padEnd(SCHEMA_WIDTH)}  ${name}  ${Math.round(durationMs)} ms`;
}

/** The last line of a command that ran migrations; `nothing` when it ran none. */
export function formatTotal(runs: readonly MigrationRun[], nothing: string): string {
  if (runs.length === 0) return nothing;
  const seconds = runs.reduce((sum, run) => sum + run.durationMs, 0) / 1_000;
  return `${runs.length} ${runs.length === 1 ? "migration" : "migrations"} in ${seconds.toFixed(2)} s`;
}

/** A line for each migration, and how many wait. */
export function formatStatus(migrations: readonly MigrationState[]): string {
  const lines = migrations.map(({ state, schema, name, appliedAt }) => {
    const when = appliedAt === null ? "" : `  ${appliedAt.toISOString()}`;
    return `${state.padEnd("applied".length)}  ${schema.padEnd(SCHEMA_WIDTH)}  ${name}${when}`;
  });
  const count = (state: MigrationState["state"]) => migrations.filter((one) => one.state === state).length;
  const unknown = count("unknown");
  const rest = unknown === 0 ? "" : `, ${unknown} not in this checkout`;
  return [...lines, `${count("applied")} applied, ${count("pending")} pending${rest}`].join("\n");
}
