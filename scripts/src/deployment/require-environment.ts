import { OperationError } from "../command/operation-error.ts";

/** Which installation an operator says this is. */
export interface EnvironmentClaim {
  /** `APP_ENV`. */
  readonly appEnvironment: string | undefined;
  /** `--env`. */
  readonly named: string | undefined;
  /** `--i-know`. */
  readonly iKnow: boolean;
}

/**
 * The environment that may be deployed to: staging where `APP_ENV` says so; production only when it is named and meant.
 * @throws OperationError otherwise
 */
export function requireEnvironment({
  appEnvironment,
  named,
  iKnow,
}: EnvironmentClaim): "staging" | "production" {
  if (named !== undefined && appEnvironment !== undefined && named !== appEnvironment) {
    throw new OperationError(`--env says ${named}, APP_ENV says ${appEnvironment}: one of them is wrong.`);
  }
  if (named === "production") {
    if (iKnow) return "production";
    throw new OperationError(
      "Production is deployed to by the runbook; to do it with this script say so twice.",
      {
        next: ["npm run runbook -- --env production", "or add --i-know"],
      },
    );
  }
  if (appEnvironment === "staging") return "staging";
  throw new OperationError(
    `APP_ENV is ${appEnvironment ?? "not set"}: this script changes data only where it is staging.`,
    {
      next: [
        "APP_ENV=staging scripts/staging_backfill.sh --apply --backup FILE",
        "or --env production --i-know",
      ],
    },
  );
}
