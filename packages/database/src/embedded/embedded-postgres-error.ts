/** Why the embedded PostgreSQL could not be started or stopped. */
export type EmbeddedPostgresProblem =
  | "unsupported_platform"
  | "port_taken"
  | "data_directory_in_use"
  | "program_failed";

/** The one error of the embedded PostgreSQL: its message says what happened and what to do about it. */
export class EmbeddedPostgresError extends Error {
  readonly problem: EmbeddedPostgresProblem;

  constructor(problem: EmbeddedPostgresProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EmbeddedPostgresError";
    this.problem = problem;
  }
}
