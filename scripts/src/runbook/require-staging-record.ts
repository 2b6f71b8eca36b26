import { OperationError } from "../command/operation-error.ts";
import type { Commit } from "../installation/commit.ts";
import { firstBreak, readRecords } from "./record-folder.ts";
import type { RunRecord } from "./run-record.ts";

/**
 * The complete staging run of this commit, from records whose chain is whole: without it production is not deployed to.
 * @throws OperationError with what is missing
 */
export async function requireStagingRecord(folder: string, commit: Commit): Promise<RunRecord> {
  const next = [
    "npm run runbook -- --env staging   (with this very commit, then copy .vivero/runbook here or name it with --staging-records)",
  ];
  if (commit.id === "unknown" || commit.modified) {
    throw new OperationError(
      commit.id === "unknown"
        ? "Nobody can say which commit this is: set VIVERO_COMMIT, or run from a checkout."
        : `Files differ from commit ${commit.id}: what would be deployed is not what staging tried.`,
    );
  }
  const records = await readRecords(folder);
  const broken = await firstBreak(folder, records);
  if (broken) throw new OperationError(`The records in ${folder} are no proof: ${broken}.`);
  const found = records.filter(
    ({ environment, result, commit: tried }) =>
      environment === "staging" && result === "complete" && tried.id === commit.id,
  );
  const record = found.filter(({ commit: tried }) => !tried.modified).at(-1);
  if (record) return record;
  throw new OperationError(
    found.length > 0
      ? `Staging ran commit ${commit.id} with uncommitted changes: that is another version.`
      : `There is no record of a complete staging run of commit ${commit.id} in ${folder}.`,
    { next },
  );
}
