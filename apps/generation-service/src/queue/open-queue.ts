import type { Logger } from "@vivero/service-kit";
import { PgBoss, type Queue as QueueDefinition } from "pg-boss";
import type { ImportSettings, ModelSettings, WorkerSettings } from "../env.ts";
import type { GenerationNews } from "../generation-news.ts";
import { NEWS_CHANNEL } from "../generation-news-store.ts";
import {
  ATTEMPT_DEAD_QUEUE,
  ATTEMPT_QUEUE,
  createJobs,
  IMPORT_DEAD_QUEUE,
  IMPORT_QUEUE,
  type Jobs,
} from "./jobs.ts";

const SCHEMA = "generation_queue";
/** Connections of the queue, beside the one that listens. */
const POOL_SIZE = 4;
/** A job goes to the dead only after a worker failed at it this often; each of its runs is an attempt, which has its own budget. */
const ATTEMPT_RETRIES = 8;
const IMPORT_RETRIES = 100_000;
/** Time beyond an attempt's own limit in which it can still be judged and stored. */
const ATTEMPT_MARGIN_SECONDS = 60;

export type QueueOptions = {
  databaseUrl: string;
  worker: WorkerSettings;
  model: Pick<ModelSettings, "totalMs">;
  import: ImportSettings;
  news: GenerationNews;
  log: Logger;
};

/** The service's jobs in PostgreSQL. */
export interface Queue {
  readonly boss: PgBoss;
  readonly jobs: Jobs;
  /** Throws unless the queue's tables answer. */
  check(): Promise<void>;
  /** Stops after what is running, or after `timeoutMs`. */
  stop(timeoutMs: number): Promise<void>;
}

/**
 * Opens pg-boss in its own schema of the service's database, makes its queues, and lets notifications of PostgreSQL feed
 * `news`. Several processes may start at the same time.
 */
export async function openQueue(options: QueueOptions): Promise<Queue> {
  const { databaseUrl, worker, news, log } = options;
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: "generation-service-queue",
    schema: SCHEMA,
    // Provisioning made it, and gave it to the service's role.
    createSchema: false,
    max: POOL_SIZE,
    useListenNotify: true,
    superviseIntervalSeconds: worker.superviseSeconds,
    monitorIntervalSeconds: worker.superviseSeconds,
    schedule: false,
  });
  boss.on("error", (error) => log.error({ err: error }, "the queue has trouble"));
  boss.on("warning", ({ message, data }) => log.warn({ data }, message));
  await boss.start();
  for (const definition of definitions(options)) await ensureQueue(boss, definition);
  const listening = await boss.getDb().listen?.(
    NEWS_CHANNEL,
    (payload) => {
      const [organizationId, generationId] = payload.split(":").map(Number);
      if (organizationId && generationId) news.tell(organizationId, generationId);
    },
    () => news.tellAll(),
  );
  return {
    boss,
    jobs: createJobs((queue, data, sendOptions) => boss.send(queue, data, sendOptions)),
    async check() {
      if (!(await boss.getQueue(ATTEMPT_QUEUE))) throw new Error(`there is no queue ${ATTEMPT_QUEUE}`);
    },
    async stop(timeoutMs) {
      await listening?.close();
      await boss.stop({ graceful: true, timeout: timeoutMs });
    },
  };
}

type Definition = QueueDefinition & { name: string };

function definitions({ worker, model, import: delivery }: QueueOptions): Definition[] {
  return [
    { name: ATTEMPT_DEAD_QUEUE, notify: true },
    {
      name: ATTEMPT_QUEUE,
      notify: true,
      heartbeatSeconds: worker.heartbeatSeconds,
      expireInSeconds: Math.ceil(model.totalMs / 1000) + ATTEMPT_MARGIN_SECONDS,
      retryLimit: ATTEMPT_RETRIES,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 10,
      deadLetter: ATTEMPT_DEAD_QUEUE,
    },
    { name: IMPORT_DEAD_QUEUE, notify: true },
    {
      name: IMPORT_QUEUE,
      notify: true,
      heartbeatSeconds: worker.heartbeatSeconds,
      expireInSeconds: Math.ceil(delivery.jobDeadlineMs / 1000) + ATTEMPT_MARGIN_SECONDS,
      retryLimit: IMPORT_RETRIES,
      retryDelay: delivery.retrySeconds,
      retryBackoff: true,
      retryDelayMax: delivery.retryMaxSeconds,
      deadLetter: IMPORT_DEAD_QUEUE,
    },
  ];
}

/** Makes a queue, or gives the one that is there the present settings. */
async function ensureQueue(boss: PgBoss, { name, ...settings }: Definition): Promise<void> {
  await boss.createQueue(name, settings);
  await boss.updateQueue(name, settings);
}
