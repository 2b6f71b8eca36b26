import type { Metrics } from "@vivero/service-kit";
import type { Delivery } from "./deliver-import.ts";
import type { RunOutcome } from "./run-attempt.ts";

/** Upper bounds in seconds: an answer takes from a second to ten minutes. */
const ATTEMPT_BUCKETS = [0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600];
const DELIVERY_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** What the worker tells Prometheus: how attempts and deliveries of imports end, and how long they take. */
export function createWorkMetrics(metrics: Metrics) {
  const attempts = metrics.histogram(
    "generation_attempt_seconds",
    "Time of an attempt at a generation, by how it ended.",
    ["outcome"],
    ATTEMPT_BUCKETS,
  );
  const deliveries = metrics.histogram(
    "import_delivery_seconds",
    "Time of a delivery of an import to the catalog, by how it ended.",
    ["outcome"],
    DELIVERY_BUCKETS,
  );
  return {
    attempted: (outcome: RunOutcome, seconds: number) => attempts.observe({ outcome }, seconds),
    delivered: (outcome: Delivery, seconds: number) => deliveries.observe({ outcome }, seconds),
  };
}
