import type { Action } from "../run.ts";
import type { StepId } from "../runbook.ts";
import {
  checkAfterwards,
  maintenanceOff,
  maintenanceOn,
  proveBackup,
  runBackfill,
  runMigrations,
} from "./deployment.ts";
import { requireImportOffInProduction, turnImportOn } from "./flags.ts";
import { tryImports } from "./functional-test.ts";
import { checkIncubation } from "./incubation.ts";
import { preflight } from "./preflight.ts";
import { promoteAndAudit } from "./promotion.ts";
import { watch } from "./watch.ts";

/** What each step of the runbook does. */
export const ACTIONS: Readonly<Record<StepId, Action>> = {
  preflight,
  backup: proveBackup,
  "maintenance-on": maintenanceOn,
  migrate: runMigrations,
  backfill: runBackfill,
  "maintenance-off": maintenanceOff,
  checks: checkAfterwards,
  "flag-on": turnImportOn,
  functional: tryImports,
  incubation: checkIncubation,
  promote: promoteAndAudit,
  watch,
  "flag-off": requireImportOffInProduction,
};
