import type { Actor } from "@vivero/contracts";
import { fromKnex, type KnexTransactionLike, type SendOptions } from "pg-boss";

/** A generation that waits for an attempt; the row's `job_id` names the one job that may make it. */
export type AttemptJob = { organizationId: number; generationId: number; actor: Actor; requestId: string };

/** An accepted generation whose tree has to reach the catalog. */
export type ImportJob = { organizationId: number; generationId: number; actor: Actor; requestId: string };

export const ATTEMPT_QUEUE = "generation-attempts";
export const ATTEMPT_DEAD_QUEUE = "generation-attempts-dead";
export const IMPORT_QUEUE = "import-deliveries";
export const IMPORT_DEAD_QUEUE = "import-deliveries-dead";

/** Puts jobs into the queue within the caller's transaction: the job is there if and only if what it is about is. */
export interface Jobs {
  /** @param id a UUID of the caller's, who notes it in the generation's `job_id` */
  attempt(trx: KnexTransactionLike, id: string, job: AttemptJob, startAfter?: Date): Promise<void>;
  deliverImport(trx: KnexTransactionLike, job: ImportJob, startAfter: Date): Promise<void>;
}

type Send = (queue: string, data: object, options: SendOptions) => Promise<string | null>;

/** @param send pg-boss's own */
export function createJobs(send: Send): Jobs {
  async function put(
    queue: string,
    trx: KnexTransactionLike,
    job: object,
    options: SendOptions,
  ): Promise<void> {
    const id = await send(queue, job, { ...options, db: fromKnex(trx) });
    if (id === null) throw new Error(`the queue ${queue} took no job`);
  }
  return {
    attempt: (trx, id, job, startAfter) =>
      put(ATTEMPT_QUEUE, trx, job, startAfter === undefined ? { id } : { id, startAfter }),
    deliverImport: (trx, job, startAfter) => put(IMPORT_QUEUE, trx, job, { startAfter }),
  };
}
