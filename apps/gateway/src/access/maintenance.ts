import { createHash, timingSafeEqual } from "node:crypto";
import { ViveroError } from "@vivero/contracts";
import type { Flags } from "@vivero/flags";

/** The header with which an operator passes while maintenance is on. */
export const BYPASS_HEADER = "x-maintenance-bypass";

const digest = (text: string) => createHash("sha256").update(text).digest();

/**
 * Refuses a request while `maintenance_mode` is on, with the operator's message, unless it carries the secret.
 * @throws ViveroError MAINTENANCE with the seconds to wait.
 */
export function refuseDuringMaintenance(
  flags: Flags,
  secret: string | undefined,
  bypass: string | undefined,
): void {
  const maintenance = flags.maintenance();
  if (!maintenance.on) return;
  if (secret && bypass && timingSafeEqual(digest(secret), digest(bypass))) return;
  throw new ViveroError(
    "MAINTENANCE",
    maintenance.message ?? "Vivero is down for maintenance; try again later.",
    {
      details: { retryAfterSeconds: maintenance.retryAfterSeconds ?? 60 },
    },
  );
}
