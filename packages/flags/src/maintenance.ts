import type { Maintenance } from "./flags.ts";
import { parseObject } from "./json.ts";

/**
 * The words of the operators, from the payload of `maintenance_mode`'s variant: JSON
 * `{"message": "…", "retryAfterSeconds": 600, "until": "2026-03-01T12:00:00Z", "bypassDigest": "…"}`, or plain text, which is the message. What is not
 * usable is left out: a slip in the payload must not stop the maintenance itself.
 */
export function maintenanceNotice(
  payload: { type: string; value: string } | undefined,
): Omit<Maintenance, "on"> {
  if (payload === undefined) {
    return {};
  }
  if (payload.type !== "json") {
    return payload.value.trim() === "" ? {} : { message: payload.value };
  }
  const { message, retryAfterSeconds, until, bypassDigest } = parseObject(payload.value);
  return {
    ...(typeof message === "string" && message.trim() !== "" ? { message } : {}),
    ...(Number.isSafeInteger(retryAfterSeconds) && Number(retryAfterSeconds) > 0
      ? { retryAfterSeconds: Number(retryAfterSeconds) }
      : {}),
    ...(typeof until === "string" && !Number.isNaN(Date.parse(until))
      ? { until: new Date(until).toISOString() }
      : {}),
    ...(typeof bypassDigest === "string" && /^[0-9a-f]{64}$/.test(bypassDigest) ? { bypassDigest } : {}),
  };
}
