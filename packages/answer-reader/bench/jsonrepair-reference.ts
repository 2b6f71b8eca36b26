import { Worker } from "node:worker_threads";
import type { Request, Timing } from "./jsonrepair-worker.ts";

/** jsonrepair in a thread of its own, so that a run can be stopped which would take minutes. */
export class JsonrepairReference {
  private readonly longestMs: number;
  private worker = startWorker();

  constructor(longestMs: number) {
    this.longestMs = longestMs;
  }

  /** @returns undefined when the runs were stopped after the time allowed. */
  async time(request: Request): Promise<Timing | undefined> {
    const { worker } = this;
    const answer = new Promise<Timing | undefined>((resolve, reject) => {
      const deadline = setTimeout(resolve, this.longestMs, undefined);
      worker.once("error", reject);
      worker.once("message", (timing: Timing) => {
        clearTimeout(deadline);
        worker.removeListener("error", reject);
        resolve(timing);
      });
    });
    worker.postMessage(request);
    const timing = await answer;
    if (timing === undefined) {
      await worker.terminate();
      this.worker = startWorker();
    }
    return timing;
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}

function startWorker(): Worker {
  return new Worker(new URL("./jsonrepair-worker.ts", import.meta.url));
}
