import { OperationError } from "../command/operation-error.ts";
import type { Doors } from "../installation/installation.ts";
import { awaitGateways, type GatewayMaintenance } from "./gateway-maintenance.ts";
import { type MaintenanceNotice, turnMaintenanceOff, turnMaintenanceOn } from "./maintenance-flag.ts";

const DEFAULT_WAIT_SECONDS = 30;

/**
 * Closes the doors: turns the flag on, and returns when every gateway has confirmed with this very message.
 * @throws OperationError; the flag is on all the same when only a gateway did not confirm
 */
export async function closeDoors(
  doors: Doors,
  notice: MaintenanceNotice,
  waitSeconds = DEFAULT_WAIT_SECONDS,
): Promise<GatewayMaintenance[]> {
  await turnMaintenanceOn(requireUnleash(doors), notice);
  return await awaitGateways(doors.gatewayUrls, { on: true, message: notice.message }, waitSeconds);
}

/** Opens them again, and returns when every gateway has confirmed. */
export async function openDoors(
  doors: Doors,
  waitSeconds = DEFAULT_WAIT_SECONDS,
): Promise<GatewayMaintenance[]> {
  await turnMaintenanceOff(requireUnleash(doors));
  return await awaitGateways(doors.gatewayUrls, { on: false }, waitSeconds);
}

function requireUnleash({ unleash }: Doors) {
  if (unleash) return unleash;
  throw new OperationError(
    "Maintenance is a flag in Unleash, and none is named: set UNLEASH_URL and UNLEASH_ADMIN_TOKEN.",
  );
}

/** One line a gateway, and how many processes they are: two addresses of one process confirm only once. */
export function describeGateways(answers: readonly GatewayMaintenance[]): string[] {
  const replicas = new Set(answers.map(({ replica, url }) => replica ?? url)).size;
  const shared =
    replicas < answers.length
      ? [
          `${answers.length} addresses lead to ${replicas} gateway ${replicas === 1 ? "process" : "processes"}: name each replica's own`,
        ]
      : [];
  return [...answers.map(({ url, on }) => `${url} confirms: maintenance is ${on ? "on" : "off"}`), ...shared];
}
