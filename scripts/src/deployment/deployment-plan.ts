import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { openDatabase } from "@vivero/database";
import { type DatabaseIdentity, readDatabaseIdentity } from "../backup/database-identity.ts";
import { OperationError, reasonOf } from "../command/operation-error.ts";
import type { Commit } from "../installation/commit.ts";
import { addressOf, type DatabaseAddress, formatAddress } from "../installation/database-address.ts";
import type { Installation } from "../installation/installation.ts";
import type { BackfillPlan, BackfillRunner } from "./backfill-runner.ts";
import { type LegacyCounts, readLegacyCounts } from "./legacy-counts.ts";
import { type PendingMigration, readPendingMigrations } from "./pending-migrations.ts";

/** What a deployment would do to this database, with its real numbers. Kept, so that `--apply` does what was shown. */
export interface DeploymentPlan {
  readonly madeAt: string;
  readonly commit: Commit;
  readonly connection: {
    readonly owner: DatabaseAddress;
    readonly admin: DatabaseAddress;
    readonly identity: DatabaseIdentity;
  };
  readonly migrations: readonly PendingMigration[];
  /** The backfill's own plan; before its migrations have run, what it will meet; undefined without any scenarios' table. */
  readonly backfill: { readonly plan: BackfillPlan } | { readonly legacy: LegacyCounts | undefined };
}

/** Reads it all; changes nothing in the database. */
export async function makeDeploymentPlan(
  installation: Pick<Installation, "database">,
  commit: Commit,
  backfill: BackfillRunner,
): Promise<DeploymentPlan> {
  const { ownerUrl, adminUrl } = installation.database;
  const database = openDatabase({ url: adminUrl, applicationName: "vivero-dry-run", poolSize: 1 });
  try {
    const identity = await readDatabaseIdentity(database.knex);
    const migrations = await readPendingMigrations(ownerUrl);
    return {
      madeAt: new Date().toISOString(),
      commit,
      connection: { owner: addressOf(ownerUrl), admin: addressOf(adminUrl), identity },
      migrations,
      backfill:
        migrations.length > 0
          ? { legacy: await readLegacyCounts(database.knex) }
          : { plan: await backfill.plan() },
    };
  } catch (error) {
    if (error instanceof OperationError) throw error;
    throw new OperationError(
      `The database at ${formatAddress(addressOf(adminUrl))} cannot be read: ${reasonOf(error)}.`,
      { cause: error },
    );
  } finally {
    await database.close();
  }
}

const planFile = (home: string) => path.join(home, "deployments", "plan.json");

/** Keeps the plan that was shown last. It holds no password. */
export async function keepPlan(home: string, plan: DeploymentPlan): Promise<void> {
  const file = planFile(home);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.${process.pid}`, `${JSON.stringify(plan, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.${process.pid}`, file);
}

const DRY_RUN = "scripts/staging_backfill.sh";

/**
 * Refuses when what would be done now is not what was shown: another database, another commit, other migrations.
 * @throws OperationError that names what differs
 */
export async function requireShownPlan(home: string, now: DeploymentPlan): Promise<void> {
  const text = await readFile(planFile(home), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) {
    throw new OperationError("No plan has been shown yet: run the dry run first and read it.", {
      next: [DRY_RUN],
    });
  }
  const shown = JSON.parse(text) as DeploymentPlan;
  const differences = [
    ["the connection", connectionOf(shown), connectionOf(now)],
    ["the commit", shown.commit.id, now.commit.id],
    ["the pending migrations", namesOf(shown), namesOf(now)],
  ].filter(([, before, after]) => before !== after);
  if (differences.length === 0) return;
  throw new OperationError(
    `This is not what the plan of ${shown.madeAt} showed: ${differences.map(([what, before, after]) => `${what}: shown ${before}, now ${after}`).join("; ")}.`,
    { next: [`${DRY_RUN}   (and read it again)`] },
  );
}

const connectionOf = ({ connection: { owner, admin, identity } }: DeploymentPlan) =>
  `${formatAddress(owner)} (superuser ${formatAddress(admin)}, system ${identity.systemIdentifier})`;
const namesOf = ({ migrations }: DeploymentPlan) => migrations.map(({ name }) => name).join(", ") || "none";
