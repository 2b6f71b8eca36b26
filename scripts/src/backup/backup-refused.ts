import { OperationError } from "../command/operation-error.ts";

/**
 * Why a backup is not good enough.
 *
 * - `missing`, `empty`, `not-a-dump`, `damaged` (cut off, or altered): the file by itself.
 * - `foreign`: of another database. `schema`: of this one, in another form.
 * - `older`: written to since. `unfaithful`: what comes back is not what was backed up.
 * - `not-restorable`: pg_restore failed.
 */
export type BackupFault =
  | "missing"
  | "empty"
  | "not-a-dump"
  | "damaged"
  | "foreign"
  | "schema"
  | "older"
  | "unfaithful"
  | "not-restorable";

/** A backup that proves nothing, and why. */
export class BackupRefused extends OperationError {
  readonly fault: BackupFault;

  constructor(fault: BackupFault, message: string) {
    super(message, {
      next: [
        "take a new one: scripts/staging_backfill.sh --create-backup FILE (without --apply it only makes and proves it)",
      ],
    });
    this.fault = fault;
  }
}
