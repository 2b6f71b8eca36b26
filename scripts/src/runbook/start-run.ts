import { mkdir } from "node:fs/promises";
import path from "node:path";
import { toolsFor } from "../backup/tools-for-installation.ts";
import { OperationError } from "../command/operation-error.ts";
import { backfillCommand } from "../deployment/backfill-runner.ts";
import { makeDeploymentPlan } from "../deployment/deployment-plan.ts";
import type { Deployment } from "../deployment/deployment-steps.ts";
import type { Commit } from "../installation/commit.ts";
import type { OperatorEnvironment } from "../installation/env.ts";
import type { Installation, UnleashAccess } from "../installation/installation.ts";
import { findPeople, type People } from "./people.ts";
import type { Run } from "./run.ts";
import type { RunFacts, RunRecord } from "./run-record.ts";
import type { Environment } from "./runbook.ts";

/** What a run is started with. */
export interface RunSettings {
  readonly environment: Environment;
  readonly installation: Installation;
  readonly variables: OperatorEnvironment;
  readonly commit: Commit;
  readonly operator: string;
  readonly backup: { readonly file: string; readonly maxAgeSeconds?: number | undefined } | undefined;
  readonly message: string;
  readonly withoutPrompt: number;
  readonly watchSeconds: number;
  readonly importSeconds: number;
  readonly facts: RunFacts;
  readonly staging: RunRecord | undefined;
}

/** Puts a run together; nothing is connected before a step needs it. */
export function startRun(settings: RunSettings): Run {
  const { installation, variables, environment, staging, facts } = settings;
  let begun: Deployment | undefined;
  let beginning: Promise<Deployment> | undefined;
  let people: People | undefined;
  return {
    environment,
    installation,
    productionUnleash: productionUnleash(settings),
    people: () => {
      people ??= findPeople(installation, variables);
      return people;
    },
    deployment: () => {
      beginning ??= beginDeployment(settings).then((deployment) => {
        begun = deployment;
        return deployment;
      });
      return beginning;
    },
    begun: () => begun,
    staging,
    watchSeconds: settings.watchSeconds,
    importSeconds: settings.importSeconds,
    facts,
  };
}

async function beginDeployment(settings: RunSettings): Promise<Deployment> {
  const { installation, variables, commit, operator, backup, message, environment } = settings;
  const { ownerUrl, adminUrl } = installation.database;
  const tools = await toolsFor(adminUrl, variables);
  const backfill = backfillCommand(ownerUrl, operator);
  const plan = await makeDeploymentPlan(installation, commit, backfill);
  const folder = path.join(installation.home, "backups");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = `${plan.connection.identity.database}-${environment}-${new Date().toISOString().replaceAll(/[:.]/g, "-")}.dump`;
  return {
    installation,
    commit,
    operator,
    tools,
    backfill,
    plan,
    backup: backup ? { ...backup, create: false } : { file: path.join(folder, name), create: true },
    notice: { message, retryAfterSeconds: 60 },
    withoutPrompt: settings.withoutPrompt,
    maintenanceIsOn: false,
    schemaIsHalfWay: false,
    ran: [],
  };
}

/** Production's flags: this Unleash where we are in production, else what is named, else the same server's environment `production`. */
function productionUnleash({ environment, installation, variables }: RunSettings): UnleashAccess | undefined {
  const { unleash } = installation;
  if (environment === "production") return unleash;
  const { PRODUCTION_UNLEASH_URL: url, PRODUCTION_UNLEASH_ADMIN_TOKEN: token } = variables;
  if (Boolean(url) !== Boolean(token)) {
    throw new OperationError(
      "PRODUCTION_UNLEASH_URL and PRODUCTION_UNLEASH_ADMIN_TOKEN belong together: set both or neither.",
    );
  }
  if (url && token) return { url, token, environment: "production" };
  return unleash && { ...unleash, environment: "production" };
}
