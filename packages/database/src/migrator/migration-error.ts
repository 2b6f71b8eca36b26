/**
 * Why migrations did not run to their end.
 *
 * - `failed`: a migration threw; its own changes are undone unless it says otherwise.
 * - `locked`: another migrator is at work and did not finish in time.
 * - `stale-lock`: knex's lock row is set, and no migrator is at work.
 * - `unreachable`: no connection.
 * - `loses-data`: undoing it would destroy values that somebody wrote, and nobody said that it may.
 * - `unknown`: the database names a migration that this checkout does not have, or a name that was asked for is none.
 */
export type MigrationFailure = "failed" | "locked" | "stale-lock" | "unreachable" | "loses-data" | "unknown";

/** A migrator's refusal or failure, in words for the operator. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
  readonly reason: MigrationFailure;

  constructor(reason: MigrationFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
