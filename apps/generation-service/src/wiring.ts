import { hostname } from "node:os";
import { createGenerationRouter } from "@vivero/contracts";
import { type Database, openDatabase } from "@vivero/database";
import { createFlags, type Flags } from "@vivero/flags";
import { createMetrics, createServiceApp, type Logger, listen } from "@vivero/service-kit";
import { createCatalogImport } from "./catalog-import.ts";
import { type DeliverDependencies, deliverImport } from "./deliver-import.ts";
import type { Settings } from "./env.ts";
import { createGenerationApi } from "./generation-api.ts";
import { createGenerationNews, type GenerationNews } from "./generation-news.ts";
import { createAnswerJudge } from "./judge-answer.ts";
import { openLanguageModel } from "./model/open-language-model.ts";
import type { ImportJob } from "./queue/jobs.ts";
import { openQueue, type Queue } from "./queue/open-queue.ts";
import { startWorker } from "./queue/start-worker.ts";
import { createPromptVault } from "./raw-prompt/prompt-vault.ts";
import { describeDependencies } from "./service-state.ts";
import { createWorkMetrics } from "./work-metrics.ts";

const SERVICE = "generation-service";
/** The job comes this long after the deadline of the delivery at once, so that the two seldom meet. */
const JOB_AFTER_DEADLINE_MS = 1_000;
/** Within this, what hangs after the grace of running attempts is cut. */
const CLOSE_MS = 3_000;

/** A running generation-service. */
export interface GenerationService {
  readonly url: string;
  close(): Promise<void>;
}

type Parts = {
  settings: Settings;
  log: Logger;
  database: Database;
  flags: Flags;
  news: GenerationNews;
  queue: Queue;
  now: () => Date;
  watch: ReturnType<typeof createWorkMetrics>;
};

/**
 * Builds the service out of its settings and starts it.
 * @param given flags in place of Unleash's, for tests
 */
export async function startGenerationService(
  settings: Settings,
  log: Logger,
  given: { flags?: Flags } = {},
): Promise<GenerationService> {
  const metrics = createMetrics(SERVICE);
  const news = createGenerationNews();
  const parts: Parts = {
    settings,
    log,
    database: openDatabase({ ...settings.database, applicationName: SERVICE }),
    flags: given.flags ?? createFlags({ ...settings.flags, appName: SERVICE, log }),
    news,
    queue: await openQueue({ ...settings, databaseUrl: settings.database.url, news, log }),
    now: () => new Date(),
    watch: createWorkMetrics(metrics),
  };
  const { database, flags, queue } = parts;
  const app = createServiceApp({
    service: SERVICE,
    router: createGenerationRouter(wireApi(parts)),
    tokenSecret: settings.tokenSecret,
    log,
    metrics,
    readiness: { database: () => database.ping(), queue: () => queue.check() },
  });
  const { catalogUrl } = settings.import;
  app.get("/dependencies", async (c) => c.json(await describeDependencies({ flags, catalogUrl })));
  const server = await listen({ app, port: settings.port, hostname: settings.host });
  const worker = await wireWorker(parts);
  return {
    url: server.url,
    async close() {
      const grace = settings.worker.shutdownGraceMs;
      news.close();
      await Promise.all([server.close(grace), worker.stop(grace)]);
      await queue.stop(CLOSE_MS);
      await flags.close();
      await database.close();
    },
  };
}

function wireApi(parts: Parts) {
  const { settings, queue, log, watch } = parts;
  const deliveries = wireDeliveries(parts, settings.import.deadlineMs);
  return createGenerationApi({
    ...parts,
    jobs: queue.jobs,
    fingerprintKey: settings.tokenSecret,
    dayBudget: settings.dayBudget,
    prices: settings.prices,
    vault: wireVault(settings),
    storeRawPrompts: settings.rawPrompt.store,
    jobDelayMs: settings.import.deadlineMs + JOB_AFTER_DEADLINE_MS,
    async deliverNow(job: ImportJob) {
      const began = performance.now();
      try {
        const outcome = await deliverImport(deliveries, job, true);
        watch.delivered(outcome, (performance.now() - began) / 1000);
      } catch (error) {
        // The accept is committed, and its job delivers what this could not.
        log.error({ err: error, requestId: job.requestId }, "an import could not be delivered at once");
      }
    },
  });
}

function wireVault({ rawPrompt }: Settings) {
  const [key, ...earlier] = rawPrompt.keys;
  return key === undefined ? null : createPromptVault([key, ...earlier]);
}

function wireWorker(parts: Parts) {
  const { settings, queue, watch, log } = parts;
  return startWorker({
    log,
    queue,
    settings: settings.worker,
    attempts: {
      ...parts,
      jobs: queue.jobs,
      model: openLanguageModel(settings.model, settings.limits),
      continues: settings.model.continues,
      judge: createAnswerJudge(settings.limits),
      limits: settings.limits,
      budget: settings.budget,
      dayBudget: settings.dayBudget,
      prices: settings.prices,
      settings: settings.worker,
      worker: `${hostname()}:${process.pid}`,
      random: Math.random,
    },
    deliveries: wireDeliveries(parts, settings.import.jobDeadlineMs),
    onAttempt: watch.attempted,
    onDelivery: watch.delivered,
  });
}

function wireDeliveries({ settings, database, now, log }: Parts, deadlineMs: number): DeliverDependencies {
  return {
    database,
    catalogImport: createCatalogImport({
      url: settings.import.catalogUrl,
      tokenSecret: settings.tokenSecret,
      deadlineMs,
    }),
    retryForMs: settings.import.retryForSeconds * 1000,
    now,
    log,
  };
}
