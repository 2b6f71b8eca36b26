import type { Logger } from "@vivero/service-kit";
import type { Job } from "pg-boss";
import { type DeliverDependencies, type Delivery, deliverImport, giveUpImport } from "../deliver-import.ts";
import type { WorkerSettings } from "../env.ts";
import { giveUpGeneration } from "../give-up-generation.ts";
import { type RunDependencies, type RunOutcome, runAttempt, WorkerStopped } from "../run-attempt.ts";
import {
  ATTEMPT_DEAD_QUEUE,
  ATTEMPT_QUEUE,
  type AttemptJob,
  IMPORT_DEAD_QUEUE,
  IMPORT_QUEUE,
  type ImportJob,
} from "./jobs.ts";
import type { Queue } from "./open-queue.ts";

export type WorkerOptions = {
  queue: Queue;
  settings: WorkerSettings;
  attempts: RunDependencies;
  deliveries: DeliverDependencies;
  /** Told how each attempt and delivery ended, and how long it took in seconds. */
  onAttempt: (outcome: RunOutcome, seconds: number) => void;
  onDelivery: (outcome: Delivery, seconds: number) => void;
  log: Logger;
};

/** An import that has to be tried again; thrown for the queue, which counts the pauses. */
class ImportPostponed extends Error {
  override readonly name = "ImportPostponed";
}

/** Takes jobs from the queue. */
export interface Worker {
  /** Takes no more jobs, lets running attempts end within `graceMs`, then hands back those that still run. */
  stop(graceMs: number): Promise<void>;
}

/** Starts to work off attempts and deliveries; with concurrency 0 this process leaves them to others. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { queue, settings, attempts, deliveries } = options;
  const stopping = new AbortController();
  const running = new Set<Promise<unknown>>();
  const polling = {
    pollingIntervalSeconds: settings.pollSeconds,
    // A job that is due later is announced by nobody.
    notifyPollingIntervalSeconds: settings.pollSeconds,
  };
  /** Keeps what runs, so that stopping can wait for it. */
  function tracked<T>(work: (job: Job<T>) => Promise<void>): (jobs: Job<T>[]) => Promise<void> {
    return async (jobs) => {
      for (const job of jobs) {
        const run = work(job);
        running.add(run);
        try {
          await run;
        } catch (error) {
          // The queue only keeps it with the job, and gives the job out again.
          if (!(error instanceof ImportPostponed))
            options.log.error({ err: error, job: job.name }, "a job failed");
          throw error;
        } finally {
          running.delete(run);
        }
      }
    };
  }

  if (settings.concurrency > 0) {
    await queue.boss.work<AttemptJob>(
      ATTEMPT_QUEUE,
      { ...polling, localConcurrency: settings.concurrency },
      tracked((job) => attempt(options, job, AbortSignal.any([stopping.signal, job.signal]))),
    );
    await queue.boss.work<ImportJob>(
      IMPORT_QUEUE,
      { ...polling, localConcurrency: settings.concurrency },
      tracked((job) => delivery(options, job)),
    );
    await queue.boss.work<AttemptJob>(
      ATTEMPT_DEAD_QUEUE,
      polling,
      tracked((job) => giveUpGeneration(attempts, job.data)),
    );
    await queue.boss.work<ImportJob>(
      IMPORT_DEAD_QUEUE,
      polling,
      tracked((job) => giveUpImport(deliveries, job.data)),
    );
  }
  return {
    async stop(graceMs) {
      await Promise.all(
        [ATTEMPT_QUEUE, IMPORT_QUEUE, ATTEMPT_DEAD_QUEUE, IMPORT_DEAD_QUEUE].map((name) =>
          queue.boss.offWork(name, { wait: false }),
        ),
      );
      const timer = setTimeout(() => stopping.abort(new WorkerStopped("the process stops")), graceMs);
      await Promise.allSettled(running);
      clearTimeout(timer);
    },
  };
}

async function attempt(options: WorkerOptions, job: Job<AttemptJob>, signal: AbortSignal): Promise<void> {
  const began = performance.now();
  const outcome = await runAttempt(options.attempts, job, signal);
  options.onAttempt(outcome, (performance.now() - began) / 1000);
}

async function delivery(options: WorkerOptions, job: Job<ImportJob>): Promise<void> {
  const began = performance.now();
  const outcome = await deliverImport(options.deliveries, job.data, false);
  options.onDelivery(outcome, (performance.now() - began) / 1000);
  if (outcome === "postponed") throw new ImportPostponed("the catalog did not take the import");
}
