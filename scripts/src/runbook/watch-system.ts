import { setTimeout as delay } from "node:timers/promises";
import { type Database, openDatabase } from "@vivero/database";
import { formatSeconds } from "../command/duration.ts";
import { OperationError } from "../command/operation-error.ts";
import { gatewayProblem } from "./actions/preflight.ts";

/** What the watch lets pass. */
export interface WatchThresholds {
  /** A gateway may miss this many looks in a row: a probe can be lost without anything being wrong. */
  readonly missedLooks: number;
  /** Share of requests since the watch began that the gateways answered with 5xx. */
  readonly errorShare: number;
  /** Below this many requests a share says nothing. */
  readonly tellingRequests: number;
  /** Imports that failed since the watch began. */
  readonly failedImports: number;
  /** How long a statement of a service may run. */
  readonly statementSeconds: number;
}

const WATCH_THRESHOLDS: WatchThresholds = {
  missedLooks: 2,
  errorShare: 0.02,
  tellingRequests: 20,
  failedImports: 0,
  statementSeconds: 5,
};

/** What to watch, and for how long. */
export interface WatchRequest {
  readonly gatewayUrls: readonly string[];
  readonly adminUrl: string;
  readonly seconds: number;
  /** Between two looks; default 5,000. */
  readonly everyMs?: number;
  readonly note: (line: string) => void;
  readonly thresholds?: WatchThresholds;
}

interface Requests {
  readonly all: number;
  readonly failed: number;
}

/**
 * Follows health, error rate, failed imports and slow statements.
 * @returns what it saw, in a sentence
 * @throws OperationError at the first threshold that is passed
 */
export async function watchSystem(request: WatchRequest): Promise<string> {
  const { gatewayUrls, seconds, everyMs = 5_000, note, thresholds = WATCH_THRESHOLDS } = request;
  const database = openDatabase({ url: request.adminUrl, applicationName: "vivero-watch", poolSize: 1 });
  try {
    const since = await startOf(database);
    const first = await requestsOf(gatewayUrls);
    const missed = new Map<string, number>();
    const deadline = Date.now() + seconds * 1_000;
    for (let looks = 1; ; looks++) {
      const allReady = await requireHealth(gatewayUrls, missed, thresholds);
      const seen = requireFewErrors(first, await requestsOf(gatewayUrls), thresholds);
      await requireCalmDatabase(database, since, thresholds);
      const line = `${looks} looks in ${formatSeconds(seconds)}: gateways ${allReady ? "ready" : "NOT ALL READY"}, ${seen.failed} of ${seen.all} requests failed, no failed import, no statement over ${thresholds.statementSeconds} s`;
      // It does not end on a lost probe: the next look decides.
      if (allReady && Date.now() >= deadline) return line;
      note(line);
      const left = deadline - Date.now();
      await delay(left > 0 ? Math.min(everyMs, left) : everyMs);
    }
  } finally {
    await database.close();
  }
}

async function startOf(database: Database): Promise<Date> {
  const { rows } = await database.knex.raw("SELECT now() AS now");
  return rows[0].now;
}

/** @returns whether every gateway was ready at this look */
async function requireHealth(
  urls: readonly string[],
  missed: Map<string, number>,
  thresholds: WatchThresholds,
): Promise<boolean> {
  for (const url of urls) {
    const problem = await gatewayProblem(url);
    const count = problem ? (missed.get(url) ?? 0) + 1 : 0;
    missed.set(url, count);
    if (count >= thresholds.missedLooks)
      throw new OperationError(`${url} was not ready ${count} times in a row: ${problem}.`);
  }
  return [...missed.values()].every((count) => count === 0);
}

/** Requests so far by Prometheus, of the gateways that tell: each has its own counters, which begin anew with its process. */
async function requestsOf(urls: readonly string[]): Promise<Map<string, Requests>> {
  const counted = new Map<string, Requests>();
  for (const url of urls) {
    const requests = await readRequests(url);
    if (requests) counted.set(url, requests);
  }
  return counted;
}

async function readRequests(url: string): Promise<Requests | undefined> {
  try {
    const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(5_000) });
    return response.ok ? countRequests(await response.text()) : undefined;
  } catch {
    // Whether it is ready is asked beside this; without its numbers there is nothing to add up.
    return undefined;
  }
}

/** Adds up the gateway's request counters of a Prometheus text; probes and unknown paths (`other`) are no requests. */
function countRequests(text: string): Requests {
  let all = 0;
  let failed = 0;
  for (const [, labels = "", count = "0"] of text.matchAll(
    /^vivero_http_request_duration_seconds_count\{([^}]*)\} (\S+)$/gm,
  )) {
    if (labels.includes('route="other"')) continue;
    all += Number(count);
    if (/status="5\d\d"/.test(labels)) failed += Number(count);
  }
  return { all, failed };
}

function requireFewErrors(
  first: Map<string, Requests>,
  now: Map<string, Requests>,
  thresholds: WatchThresholds,
): Requests {
  let all = 0;
  let failed = 0;
  for (const [url, counted] of now) {
    // One that did not tell when the watch began counts from when it did.
    const before = first.get(url) ?? counted;
    first.set(url, before);
    // A process that was started anew counts from zero.
    const base = before.all <= counted.all ? before : { all: 0, failed: 0 };
    all += counted.all - base.all;
    failed += counted.failed - base.failed;
  }
  if (all >= thresholds.tellingRequests && failed / all > thresholds.errorShare) {
    throw new OperationError(
      `${failed} of ${all} requests failed since the watch began: more than ${thresholds.errorShare * 100} %.`,
    );
  }
  return { all, failed };
}

async function requireCalmDatabase(
  { knex }: Database,
  since: Date,
  thresholds: WatchThresholds,
): Promise<void> {
  const { rows: failed } = await knex.raw(
    "SELECT count(*) AS imports FROM generation.scenarios WHERE import_status = 'failed' AND updated_at > ?",
    [since],
  );
  if (Number(failed[0].imports) > thresholds.failedImports) {
    throw new OperationError(`${failed[0].imports} imports failed since the watch began.`);
  }
  const { rows: slow } = await knex.raw(
    `SELECT usename, extract(epoch FROM now() - query_start) AS seconds, left(regexp_replace(query, '\\s+', ' ', 'g'), 120) AS query
       FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND usename IN ('generation_service', 'catalog_service')
        AND query_start < now() - ? * interval '1 second' ORDER BY query_start LIMIT 1`,
    [thresholds.statementSeconds],
  );
  if (slow[0]) {
    throw new OperationError(
      `A statement of ${slow[0].usename} has been running for ${formatSeconds(Number(slow[0].seconds))}: ${slow[0].query}`,
    );
  }
}
