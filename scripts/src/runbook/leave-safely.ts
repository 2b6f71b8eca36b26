import { reasonOf } from "../command/operation-error.ts";
import { endMaintenance } from "../deployment/deployment-steps.ts";
import { adviseAfterFailure, formatAdvice } from "../deployment/failure-advice.ts";
import type { Run } from "./run.ts";
import type { StepId } from "./runbook.ts";

/**
 * After a failed step: opens the doors again unless the schema is half-way, and says how things stand, how to go on and how
 * to go back.
 */
export async function leaveSafely(run: Run, failed: StepId): Promise<string[]> {
  const again = `npm run runbook -- --env ${run.environment}`;
  const deployment = run.begun();
  if (!deployment) return [`To go on at ${failed}: ${again}`];
  const doors: string[] = [];
  if (deployment.maintenanceIsOn && !deployment.schemaIsHalfWay) {
    await endMaintenance(deployment, (line) => doors.push(line)).catch((error) => {
      doors.push(`The doors could not be opened: ${reasonOf(error)}`);
    });
  }
  return [...doors, formatAdvice(adviseAfterFailure(deployment, failed, { again, withNewBackup: again }))];
}
