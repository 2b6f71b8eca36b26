import { type AdminApi, createAdminApi } from "./admin-api.ts";
import type { FlagName } from "./flags.ts";
import { isRecord } from "./json.ts";

/** Toggles flags as an operator does in Unleash; services see it at their next poll. */
export interface UnleashAdmin {
  setEnabled(flag: FlagName, enabled: boolean): Promise<void>;
  /**
   * Limits a flag to the organizations with these ids, in every strategy it has, or with `null` lifts that limit. Other
   * constraints, the rollout and the variants stay. It does not turn the flag on or off: limit it first, then turn it on.
   *
   * @throws RangeError for an empty list: turn the flag off instead.
   */
  setOrganizations(flag: FlagName, organizationIds: readonly number[] | null): Promise<void>;
}

/**
 * @param options.url address of Unleash, with or without `/api`.
 * @param options.token an admin token, `*:*.SECRET`.
 * @param options.environment the environment whose flags are toggled.
 * @returns an administrator whose methods throw `UnleashAdminError` when Unleash refuses.
 */
export function createUnleashAdmin(options: {
  url: string;
  token: string;
  environment: string;
}): UnleashAdmin {
  const api = createAdminApi(options);
  const placeOf = (flag: FlagName) =>
    `/projects/default/features/${flag}/environments/${encodeURIComponent(options.environment)}`;
  return {
    async setEnabled(flag, enabled) {
      await api.request("POST", `${placeOf(flag)}/${enabled ? "on" : "off"}`);
    },

    async setOrganizations(flag, organizationIds) {
      if (organizationIds?.length === 0) {
        throw new RangeError(`${flag} for no organization at all: turn it off instead`);
      }
      await limitStrategies(api, flag, `${placeOf(flag)}/strategies`, organizationIds);
    },
  };
}

async function limitStrategies(
  api: AdminApi,
  flag: FlagName,
  path: string,
  organizationIds: readonly number[] | null,
): Promise<void> {
  const limit =
    organizationIds === null
      ? []
      : [{ contextName: "organizationId", operator: "IN", values: organizationIds.map(String) }];
  const strategies = readStrategies(await api.request("GET", path));
  if (strategies.length === 0 && organizationIds !== null) {
    const parameters = { rollout: "100", stickiness: "organizationId", groupId: flag };
    await api.request("POST", path, { name: "flexibleRollout", parameters, constraints: limit });
  }
  for (const { id, constraints } of strategies) {
    const others = constraints.filter(({ contextName }) => contextName !== "organizationId");
    // A PATCH of this one field: Unleash's PUT empties the parameters and variants that the body leaves out.
    const change = { op: "replace", path: "/constraints", value: [...others, ...limit] };
    await api.request("PATCH", `${path}/${id}`, [change]);
  }
}

interface Strategy {
  id: string;
  constraints: Record<string, unknown>[];
}

function readStrategies(answer: unknown): Strategy[] {
  if (!Array.isArray(answer)) {
    throw new TypeError("Unleash answered no list of strategies");
  }
  return answer.filter(isRecord).map(({ id, constraints }) => ({
    id: String(id),
    constraints: Array.isArray(constraints) ? constraints.filter(isRecord) : [],
  }));
}
