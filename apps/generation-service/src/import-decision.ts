import type { FieldError, ImportAuditEntry } from "@vivero/contracts";
import { ViveroError } from "@vivero/contracts";

/** What the flags say for the planner who accepts. */
export type ImportFlags = { importing: boolean; validating: boolean };

/** Whether an import may begin; if not, what the audit notes and what the planner is told. */
export type ImportDecision =
  | { allowed: true }
  | { allowed: false; entry: Pick<ImportAuditEntry, "status" | "errors">; error: ViveroError };

/** Decides an import that was asked for. The flag comes first: where import is off, nobody is told of faults. Pure. */
export function decideImport(flags: ImportFlags, faults: readonly FieldError[]): ImportDecision {
  if (!flags.importing) {
    return {
      allowed: false,
      entry: { status: "skipped_feature_flag" },
      error: new ViveroError(
        "IMPORT_DISABLED",
        "Import is switched off for your organization. Accept without import, or ask your operator.",
      ),
    };
  }
  if (flags.validating && faults.length > 0) {
    return {
      allowed: false,
      entry: { status: "validation_failed", errors: [...faults] },
      error: new ViveroError(
        "ANSWER_INVALID",
        `The answer breaks the contract in ${faults.length} places, so it cannot be imported.`,
        { details: { errors: faults } },
      ),
    };
  }
  return { allowed: true };
}
