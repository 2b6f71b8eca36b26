import { createAdminApi, type FlagName, UnleashAdminError } from "@vivero/flags";
import { OperationError, reasonOf } from "../command/operation-error.ts";
import type { UnleashAccess } from "../installation/installation.ts";

/**
 * Whether a flag is on in an environment of Unleash, for anybody at all.
 * @throws OperationError when Unleash refuses, has no such flag, or no such environment
 */
export async function readFlag(unleash: UnleashAccess, flag: FlagName): Promise<boolean> {
  try {
    const feature = (await createAdminApi(unleash).request("GET", `/projects/default/features/${flag}`)) as {
      environments?: { name: string; enabled: boolean }[];
    };
    const found = feature.environments?.find(({ name }) => name === unleash.environment);
    if (found) return found.enabled;
  } catch (cause) {
    const reason =
      cause instanceof UnleashAdminError
        ? cause.message
        : `Unleash at ${unleash.url} does not answer: ${reasonOf(cause)}`;
    throw new OperationError(`The flag ${flag} cannot be read: ${reason}.`, { cause });
  }
  throw new OperationError(`The flag ${flag} has no environment ${unleash.environment} in Unleash.`);
}
