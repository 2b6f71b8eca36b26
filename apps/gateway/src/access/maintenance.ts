import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import { ViveroError } from "@vivero/contracts";
import type { Flags } from "@vivero/flags";
import { Hono } from "hono";

/** The header with which an operator passes while maintenance is on. */
export const BYPASS_HEADER = "x-maintenance-bypass";

const DEFAULT_MESSAGE = "Vivero is down for maintenance; try again later.";
const DEFAULT_RETRY_SECONDS = 60;

const digest = (text: string) => createHash("sha256").update(text).digest();

/**
 * Refuses a request while `maintenance_mode` is on, with the operator's message, unless it carries the secret of this
 * installation or the one that was given when this maintenance began.
 * @throws ViveroError MAINTENANCE with the seconds to wait.
 */
export function refuseDuringMaintenance(
  flags: Flags,
  secret: string | undefined,
  bypass: string | undefined,
): void {
  const {
    on,
    message = DEFAULT_MESSAGE,
    retryAfterSeconds = DEFAULT_RETRY_SECONDS,
    ...given
  } = flags.maintenance();
  if (!on) return;
  const accepted = [
    secret ? digest(secret) : undefined,
    given.bypassDigest ? Buffer.from(given.bypassDigest, "hex") : undefined,
  ];
  if (bypass && accepted.some((one) => one && timingSafeEqual(one, digest(bypass)))) return;
  throw new ViveroError("MAINTENANCE", message, {
    details: { retryAfterSeconds, ...(given.until ? { until: given.until } : {}) },
  });
}

/**
 * `/maintenance`: what this replica holds of maintenance, open to everybody as health is. Whoever switches it asks each
 * replica; `replica` tells two addresses of one process from two processes.
 */
export function maintenanceApp(flags: Flags): Hono {
  const replica = randomUUID();
  const app = new Hono();
  app.get("/maintenance", (c) => {
    const {
      on,
      message = DEFAULT_MESSAGE,
      retryAfterSeconds = DEFAULT_RETRY_SECONDS,
      until,
    } = flags.maintenance();
    c.header("cache-control", "no-store");
    return c.json({ replica, on, ...(on ? { message, retryAfterSeconds, until } : {}) });
  });
  return app;
}
