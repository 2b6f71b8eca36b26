import { formatSeconds } from "../command/duration.ts";
import { formatAddress } from "../installation/database-address.ts";
import type { DeploymentPlan } from "./deployment-plan.ts";
import { formatCounts } from "./deployment-steps.ts";

/** A dry run's text: each step of a deployment with the real numbers of this database. */
export function formatPlan(
  plan: DeploymentPlan,
  options: { backup?: string | undefined; maintenance: boolean; gateways: readonly string[] },
): string {
  const { connection, commit, migrations, backfill } = plan;
  const { identity, owner, admin } = connection;
  const file = options.backup ?? "FILE";
  const total = migrations.reduce((sum, { statements }) => sum + statements.length, 0);
  return [
    "DRY RUN: nothing is changed.",
    "",
    `commit      ${commit.id}${commit.modified ? " with uncommitted changes" : ""}`,
    `database    ${formatAddress(owner)}, as superuser ${admin.user}; PostgreSQL ${identity.serverVersion}, system identifier ${identity.systemIdentifier}`,
    "",
    "1. Refuse unless this is staging and still the database, commit and migrations shown here.",
    `2. Prove the backup ${file}: restore it into a scratch database, compare every table, drop it.`,
    "3. Ask for a typed confirmation.",
    options.maintenance
      ? `4. Maintenance on, confirmed by ${options.gateways.join(", ") || "every gateway (none is named yet: GATEWAY_URLS)"}.`
      : "4. No maintenance (--no-maintenance).",
    `5. Run ${migrations.length} migrations (${total} statements):`,
    ...migrations.flatMap(formatMigration),
    ...(migrations.length === 0 ? ["     none is pending"] : []),
    "6. Backfill accepted prompts:",
    ...formatBackfill(backfill),
    "7. Verify: every filled row against its source, indexes and constraints, row counts against the backup.",
    options.maintenance ? "8. Maintenance off." : "8. No maintenance.",
    "9. Write a report.",
    "",
    "To do it:",
    `  APP_ENV=staging scripts/staging_backfill.sh --apply --backup ${file}${options.backup ? "" : "   (or --create-backup FILE)"}`,
  ].join("\n");
}

function formatMigration({
  schema,
  name,
  statements,
  inTransaction,
  asksDatabase,
}: DeploymentPlan["migrations"][number]): string[] {
  const remarks = [
    ...(inTransaction ? [] : ["commits step by step"]),
    ...(asksDatabase ? ["asks the database and may go on differently than shown"] : []),
  ];
  const sql = statements.flatMap(({ sql, values }) => [
    ...sql.split("\n").map((line) => `         ${line.trimEnd()}`),
    ...(values.length > 0 ? [`         -- with ${JSON.stringify(values)}`] : []),
  ]);
  return [
    `     ${schema} ${name}${remarks.length > 0 ? ` (${remarks.join("; ")})` : ""}`,
    ...sql.filter((line) => line.trim() !== ""),
  ];
}

function formatBackfill(backfill: DeploymentPlan["backfill"]): string[] {
  if ("plan" in backfill) {
    const { hash, counts, estimateSeconds } = backfill.plan;
    return [
      `     plan ${hash}: ${formatCounts(counts)}; about ${formatSeconds(estimateSeconds)}`,
      "     (in full: npm run backfill -- plan)",
    ];
  }
  const { legacy } = backfill;
  if (!legacy) return ["     no scenarios yet: there will be nothing to fill"];
  return [
    `     ${legacy.scenarios} scenarios: ${legacy.toLink} with exactly one generation, ${legacy.withoutGeneration} with none, ${legacy.ambiguous} ambiguous (reported and left alone)`,
    "     The columns to fill come with the migrations above; the backfill makes its exact plan, with a hash, right after them.",
  ];
}
