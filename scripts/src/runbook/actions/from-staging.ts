import { OperationError } from "../../command/operation-error.ts";
import type { Note } from "../../deployment/deployment-steps.ts";
import type { Run } from "../run.ts";
import type { ChecklistItem } from "../runbook.ts";

/**
 * In production nothing is tried on customers: what was tried in staging, with the same commit, counts. Its record was
 * verified before the run began.
 */
export function fromStaging({ staging }: Run, item: ChecklistItem, note: Note): string {
  const found = staging?.checklist[item];
  if (!staging || !found?.ticked)
    throw new OperationError("There is no complete staging run of this commit to go by.");
  note(`tried in staging with the same commit: record ${staging.id}, hash ${staging.hash}`);
  return `in staging run ${staging.id}: ${found.detail}`;
}
