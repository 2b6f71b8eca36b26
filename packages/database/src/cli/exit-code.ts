import { MigrationError } from "../migrator/migration-error.ts";
import { NoDatabaseError } from "./migration-urls.ts";

/** Shown by `--help`. */
export const EXIT_CODES = `
Exit codes:
  0  done, or nothing to do
  1  a migration failed, or the database names one that is not in this checkout
  2  the command line is wrong
  3  no database is named, or it does not answer
  4  another migrator is at work, or its lock was left behind
  5  a rollback would destroy data, and --discard-data was not given`;

/** The exit code for what a command threw; undefined for what nobody foresaw. */
export function exitCodeFor(error: unknown): number | undefined {
  if (error instanceof NoDatabaseError) return 3;
  if (!(error instanceof MigrationError)) return undefined;
  switch (error.reason) {
    case "failed":
    case "unknown":
      return 1;
    case "unreachable":
      return 3;
    case "locked":
    case "stale-lock":
      return 4;
    case "loses-data":
      return 5;
  }
}
