import { createHash } from "node:crypto";
import { createAdminApi, createUnleashAdmin, UnleashAdminError } from "@vivero/flags";
import { OperationError, reasonOf } from "../command/operation-error.ts";
import type { UnleashAccess } from "../installation/installation.ts";

/** What users read while maintenance is on, and who passes. */
export interface MaintenanceNotice {
  readonly message: string;
  readonly retryAfterSeconds: number;
  /** Lets an operator through with the header `X-Maintenance-Bypass`; 16 characters or more. */
  readonly secret?: string | undefined;
}

/**
 * Writes the notice into the flag's variant, in every strategy that it has, then turns the flag on: nobody meets
 * maintenance with an old message. Of the secret only its SHA-256 leaves this process.
 * @throws OperationError when Unleash refuses or does not answer
 */
export async function turnMaintenanceOn(unleash: UnleashAccess, notice: MaintenanceNotice): Promise<void> {
  const { message, retryAfterSeconds, secret } = notice;
  const bypassDigest = secret ? createHash("sha256").update(secret).digest("hex") : undefined;
  await told(unleash, async () => {
    await writePayload(unleash, { message, retryAfterSeconds, ...(bypassDigest ? { bypassDigest } : {}) });
    await createUnleashAdmin(unleash).setEnabled("maintenance_mode", true);
  });
}

/** Turns the flag off. The secret of this maintenance holds no longer, as the next one writes a notice of its own. */
export async function turnMaintenanceOff(unleash: UnleashAccess): Promise<void> {
  await told(unleash, () => createUnleashAdmin(unleash).setEnabled("maintenance_mode", false));
}

async function told(unleash: UnleashAccess, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    const reason =
      cause instanceof UnleashAdminError
        ? cause.message
        : `Unleash at ${unleash.url} does not answer: ${reasonOf(cause)}`;
    throw new OperationError(`${reason}.`, { cause });
  }
}

async function writePayload(unleash: UnleashAccess, payload: object): Promise<void> {
  const api = createAdminApi(unleash);
  const place = `/projects/default/features/maintenance_mode/environments/${encodeURIComponent(unleash.environment)}/strategies`;
  const variant = {
    name: "notice",
    weight: 1_000,
    weightType: "variable",
    stickiness: "default",
    payload: { type: "json", value: JSON.stringify(payload) },
  };
  const strategies = await api.request("GET", place);
  if (!Array.isArray(strategies) || strategies.length === 0) {
    const parameters = { rollout: "100", stickiness: "default", groupId: "maintenance_mode" };
    await api.request("POST", place, {
      name: "flexibleRollout",
      parameters,
      constraints: [],
      variants: [variant],
    });
    return;
  }
  for (const { id } of strategies as { id: string }[]) {
    await api.request("PATCH", `${place}/${id}`, [{ op: "replace", path: "/variants", value: [variant] }]);
  }
}
