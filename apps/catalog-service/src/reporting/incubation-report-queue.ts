import type { Actor } from "@vivero/contracts";
import type { Logger } from "@vivero/service-kit";
import { fromKnex, PgBoss } from "pg-boss";
import type { Transaction } from "../ports.ts";

/** Whose decision a report tells of. What it tells is read when the job runs. */
export interface IncubationReportJob {
  readonly scenarioId: number;
  readonly actor: Actor;
  readonly requestId: string;
}

/** The part of the queue that use cases see. */
export interface IncubationReports {
  /**
   * Leaves word, as part of the transaction, that a scenario's incubation has changed. One statement. Nothing is added
   * while a report of the scenario waits already. The caller holds the incubation's lock, which the job waits for:
   * so a report that waits is always one that will see this change.
   */
  enqueue(trx: Transaction, job: IncubationReportJob): Promise<void>;
  /** Has this process look for reports at once, after the commit. What that misses, polling finds. */
  wake(): void;
}

/** The running queue. */
export interface IncubationReportQueue extends IncubationReports {
  /** Delivers reports, each scenario's one after the other. A delivery that throws is tried again. */
  deliver(report: (job: IncubationReportJob) => Promise<void>): Promise<void>;
  /** One round trip, or an error: for readiness. */
  ping(): Promise<void>;
  /** Takes no more jobs, lets running ones end within `graceMs`, closes its connections. */
  stop(graceMs: number): Promise<void>;
}

const QUEUE = "incubation-report";
/** One report that waits for a time-out must not keep the others waiting. */
const WORKERS = 2;
const DAY_SECONDS = 24 * 60 * 60;

/** From a second to five minutes apart, for thirty days. */
const RETRIES = {
  retryLimit: 10_000,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 300,
  retentionSeconds: 30 * DAY_SECONDS,
  deleteAfterSeconds: DAY_SECONDS,
  expireInSeconds: 60,
} as const;

/**
 * Opens the service's job queue in the schema `catalog_queue`, whose tables pg-boss makes and keeps up to date. It has
 * connections of its own. Each process wakes its own workers: a NOTIFY in the transaction would make all commits of the
 * database wait for one another.
 *
 * The policy `stately` keeps at most one waiting, one running and one failing report a scenario, so that a thousand
 * decisions made while generation-service is away do not pile up.
 */
export async function openIncubationReportQueue(options: {
  databaseUrl: string;
  log: Logger;
  /** How often to look for what is due again; default 5. */
  pollingSeconds?: number;
}): Promise<IncubationReportQueue> {
  const { log, pollingSeconds = 5 } = options;
  const boss = new PgBoss({
    connectionString: options.databaseUrl,
    application_name: "catalog-service-queue",
    schema: "catalog_queue",
    createSchema: false,
    max: 3,
    schedule: false,
  });
  boss.on("error", (error) => log.error({ err: error }, "the job queue has trouble"));
  boss.on("warning", (warning) => log.warn({ warning }, "the job queue warns"));
  await boss.start();
  await boss.createQueue(QUEUE, { ...RETRIES, policy: "stately" });
  await boss.updateQueue(QUEUE, RETRIES);

  const workerIds: string[] = [];
  return {
    async enqueue(trx, job) {
      await boss.send(QUEUE, job, {
        db: fromKnex(trx),
        singletonKey: `${job.actor.organizationId}:${job.scenarioId}`,
      });
    },
    wake() {
      for (const id of workerIds) boss.notifyWorker(id);
    },
    async deliver(report) {
      for (let worker = 0; worker < WORKERS; worker++) {
        const id = await boss.work<IncubationReportJob>(
          QUEUE,
          { pollingIntervalSeconds: pollingSeconds },
          async ([job]) => {
            if (job) await report(job.data);
          },
        );
        workerIds.push(id);
      }
    },
    async ping() {
      if ((await boss.schemaVersion()) === null) throw new Error("the queue's tables are not there");
    },
    stop: (graceMs) => boss.stop({ graceful: true, timeout: graceMs }),
  };
}
