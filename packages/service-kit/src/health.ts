import type { Hono } from "hono";
import type { Metrics } from "./metrics.ts";

/** Checks by dependency; one that throws or takes over two seconds makes the service not ready. */
export type Readiness = Readonly<Record<string, () => Promise<unknown>>>;

const CHECK_DEADLINE_MS = 2_000;

async function check(
  name: string,
  probe: () => Promise<unknown>,
): Promise<[string, { ok: boolean; problem?: string }]> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`no answer within ${CHECK_DEADLINE_MS} ms`)),
    CHECK_DEADLINE_MS,
  );
  try {
    await Promise.race([probe(), late]);
    return [name, { ok: true }];
  } catch (error) {
    // The class of trouble, not its text: connection strings and SQL must not leave the service.
    const code = (error as { code?: unknown }).code;
    return [name, { ok: false, problem: typeof code === "string" ? code : "not reachable" }];
  } finally {
    clearTimeout(timer);
  }
}

/** Runs every check at once. */
export async function readinessReport(readiness: Readiness) {
  const checks = Object.fromEntries(
    await Promise.all(Object.entries(readiness).map(([name, probe]) => check(name, probe))),
  );
  return { ready: Object.values(checks).every(({ ok }) => ok), checks };
}

/** Mounts `/healthz` (the process lives), `/readyz` (200 or 503, by dependency) and `/metrics` (Prometheus text). */
export function mountHealth(
  app: Hono,
  options: { readiness: Readiness; metrics: Metrics; service: string },
): void {
  app.get("/healthz", (c) => c.json({ service: options.service, alive: true }));
  app.get("/readyz", async (c) => {
    const report = await readinessReport(options.readiness);
    return c.json({ service: options.service, ...report }, report.ready ? 200 : 503);
  });
  app.get("/metrics", async (c) =>
    c.body(await options.metrics.registry.metrics(), 200, {
      "content-type": options.metrics.registry.contentType,
    }),
  );
}
