/**
 * Why a backfill did not do what it was asked.
 *
 * - `busy`: another runner is at work.
 * - `not-ready`: the database lacks what the backfill needs (a migration, a column).
 * - `plan-changed`: the data do not give the hash that was approved.
 * - `no-plan`: nothing was approved and there is nothing to go on with.
 * - `unfinished`: the other activity (apply, undo) was begun and has to be ended first.
 * - `refused`: a command that does not fit the state that the backfill is in.
 * - `stuck`: a row could not be written however often it was tried.
 */
export type BackfillFailure =
  | "busy"
  | "not-ready"
  | "plan-changed"
  | "no-plan"
  | "unfinished"
  | "refused"
  | "stuck";

/** A refusal or failure in words for the operator. */
export class BackfillError extends Error {
  override readonly name = "BackfillError";
  readonly reason: BackfillFailure;

  constructor(reason: BackfillFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
