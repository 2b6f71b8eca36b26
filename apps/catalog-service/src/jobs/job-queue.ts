import type { Actor } from "@vivero/contracts";
import type { Logger } from "@vivero/service-kit";
import { fromKnex, PgBoss } from "pg-boss";
import type { Transaction } from "../ports.ts";

/** Something to do for a scenario after a commit, and on whose behalf. What it works with is read when it runs. */
export interface ScenarioJob {
  readonly scenarioId: number;
  readonly actor: Actor;
  readonly requestId: string;
}

/** The part of a queue that use cases see. */
export interface ScenarioJobs {
  /**
   * Leaves a job, as part of the transaction. One statement. Nothing is added while one of the scenario waits already.
   * The caller holds the incubation's lock, or makes the incubation, which the job waits for: so a job that waits is
   * always one that will see this change.
   */
  enqueue(trx: Transaction, job: ScenarioJob): Promise<void>;
  /** Has this process look for jobs at once, after the commit. What that misses, polling finds. */
  wake(): void;
}

/** One queue, with its workers. */
interface Lane extends ScenarioJobs {
  /** Does the jobs, each scenario's one after the other. One that throws is tried again. */
  deliver(work: (job: ScenarioJob) => Promise<void>): Promise<void>;
}

/** The running queues. */
export interface JobQueue {
  /** Tells generation-service how far an incubation is. */
  readonly reports: Lane;
  /** Looks for active entities that incubating ones may be. */
  readonly suggestions: Lane;
  /** One round trip, or an error: for readiness. */
  ping(): Promise<void>;
  /** Takes no more jobs, lets running ones end within `graceMs`, closes its connections. */
  stop(graceMs: number): Promise<void>;
}

const DAY_SECONDS = 24 * 60 * 60;

/** From a second to five minutes apart, for thirty days. */
const RETRIES = {
  retryLimit: 10_000,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 300,
  retentionSeconds: 30 * DAY_SECONDS,
  deleteAfterSeconds: DAY_SECONDS,
} as const;

/** One report that waits for a time-out must not keep the others waiting; looking for suggestions takes a processor. */
const LANES = {
  reports: { name: "incubation-report", workers: 2, expireInSeconds: 60 },
  suggestions: { name: "entity-suggestions", workers: 1, expireInSeconds: 600 },
} as const;

/**
 * Opens the service's job queues in the schema `catalog_queue`, whose tables pg-boss makes and keeps up to date. They have
 * connections of their own. Each process wakes its own workers: a NOTIFY in the transaction would make all commits of the
 * database wait for one another.
 *
 * The policy `stately` keeps at most one waiting, one running and one failing job a scenario, so that a thousand
 * decisions made while generation-service is away do not pile up.
 */
export async function openJobQueue(options: {
  databaseUrl: string;
  log: Logger;
  /** How often to look for what is due again; default 5. */
  pollingSeconds?: number;
}): Promise<JobQueue> {
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
  return {
    reports: await openLane(boss, LANES.reports, pollingSeconds),
    suggestions: await openLane(boss, LANES.suggestions, pollingSeconds),
    async ping() {
      if ((await boss.schemaVersion()) === null) throw new Error("the queue's tables are not there");
    },
    stop: (graceMs) => boss.stop({ graceful: true, timeout: graceMs }),
  };
}

async function openLane(
  boss: PgBoss,
  { name, workers, expireInSeconds }: { name: string; workers: number; expireInSeconds: number },
  pollingSeconds: number,
): Promise<Lane> {
  await boss.createQueue(name, { ...RETRIES, expireInSeconds, policy: "stately" });
  await boss.updateQueue(name, { ...RETRIES, expireInSeconds });
  const workerIds: string[] = [];
  return {
    async enqueue(trx, job) {
      await boss.send(name, job, {
        db: fromKnex(trx),
        singletonKey: `${job.actor.organizationId}:${job.scenarioId}`,
      });
    },
    wake() {
      for (const id of workerIds) boss.notifyWorker(id);
    },
    async deliver(work) {
      for (let worker = 0; worker < workers; worker++) {
        const id = await boss.work<ScenarioJob>(
          name,
          { pollingIntervalSeconds: pollingSeconds },
          async ([job]) => {
            if (job) await work(job.data);
          },
        );
        workerIds.push(id);
      }
    },
  };
}
