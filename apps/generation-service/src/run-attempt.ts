import type { AnswerLimits } from "@vivero/contracts";
import type { Logger } from "@vivero/service-kit";
import type { AttemptResult } from "./attempt-result.ts";
import { type AttemptKey, touchAttempt } from "./attempt-store.ts";
import { storeChunk } from "./chunk-store.ts";
import type { WorkerSettings } from "./env.ts";
import { type Finish, type FinishDependencies, finishAttempt } from "./finish-attempt.ts";
import { handBackAttempt } from "./hand-back-attempt.ts";
import type { AnswerJudge } from "./judge-answer.ts";
import { judgeParts } from "./judge-parts.ts";
import type { LanguageModel, ModelEvent } from "./model/language-model.ts";
import { ModelError } from "./model/model-error.ts";
import type { AttemptJob } from "./queue/jobs.ts";
import { type AnswerRecorder, createAnswerRecorder } from "./record-answer.ts";
import { type StartedAttempt, startAttempt } from "./start-attempt.ts";

/** The attempt is no longer this worker's: its generation was cancelled, or another worker took over. */
class AttemptLost extends Error {
  override readonly name = "AttemptLost";
}

/** The process is told to stop; the reason with which the worker's signal aborts. */
export class WorkerStopped extends Error {
  override readonly name = "WorkerStopped";
}

export type RunDependencies = FinishDependencies & {
  model: LanguageModel;
  judge: AnswerJudge;
  /** Whether the provider can go on with an answer that was cut. */
  continues: boolean;
  limits: Pick<AnswerLimits, "answerBytes">;
  settings: Pick<WorkerSettings, "attemptHeartbeatMs" | "chunkCharacters" | "chunkMs">;
  /** Names the process in `generation_attempts.worker`. */
  worker: string;
  now: () => Date;
  log: Logger;
};

/** How a job of the queue ended; `idle` when there was nothing to do. */
export type RunOutcome = Finish | "idle" | "handed-back";

/**
 * Makes one attempt at a generation: claims it, streams the model's answer into chunks, judges it, and decides what comes
 * of it. Everything it writes names its attempt, so that nothing is written once the attempt is another's.
 *
 * @param signal aborts with `WorkerStopped` when the process stops, or when the queue has given the job to another
 * @throws whatever the database throws: the queue then gives the job out again
 */
export async function runAttempt(
  dependencies: RunDependencies,
  job: { id: string; data: AttemptJob },
  signal: AbortSignal,
): Promise<RunOutcome> {
  const { now } = dependencies;
  const started = await startAttempt(dependencies, job, now());
  if (started === null) return "idle";
  const log = dependencies.log.child({ ...started.key, requestId: job.data.requestId });
  try {
    const result = await ask({ ...dependencies, log }, started, signal);
    return await finishAttempt(dependencies, started.key, job.data, result, now());
  } catch (error) {
    if (error instanceof AttemptLost) return "lost";
    if (!(error instanceof WorkerStopped)) {
      // The queue takes a job away from a worker that it has given up; the next one ends this attempt.
      if (signal.aborted && error === signal.reason) return "lost";
      throw error;
    }
    return (await handBackAttempt(dependencies, started.key, job.data)) ? "handed-back" : "lost";
  }
}

/** Asks the model while a heartbeat watches over the claim. */
async function ask(
  dependencies: RunDependencies,
  started: StartedAttempt,
  signal: AbortSignal,
): Promise<AttemptResult> {
  const { model, settings, log } = dependencies;
  const { key, messages, before } = started;
  const lost = new AbortController();
  const either = AbortSignal.any([signal, lost.signal]);
  const recorder = createAnswerRecorder(
    { characters: settings.chunkCharacters, milliseconds: settings.chunkMs },
    (chunk) => store(dependencies, key, chunk),
    (error) => lost.abort(error),
  );
  const stopHeartbeat = beat(dependencies, key, (error) => lost.abort(error));
  try {
    const events = model.ask(messages, either, before.length === 0 ? "document" : "rest");
    return await record(dependencies, started, events, recorder);
  } catch (error) {
    either.throwIfAborted();
    if (!(error instanceof ModelError)) throw error;
    log.info({ code: error.code, cause: String(error.cause) }, error.message);
    // What came before the trouble is kept: it is what followers have seen.
    await recorder.finish();
    return { answered: false, error };
  } finally {
    stopHeartbeat();
    // Whatever still comes from the model is not wanted any more.
    lost.abort(new AttemptLost("the attempt is over"));
  }
}

async function record(
  { judge, limits, continues }: RunDependencies,
  { before, mayContinue }: StartedAttempt,
  events: AsyncIterable<ModelEvent>,
  recorder: AnswerRecorder,
): Promise<AttemptResult> {
  let ending: Extract<ModelEvent, { type: "end" }> | undefined;
  let bytes = Buffer.byteLength(before.join(""));
  for await (const event of events) {
    if (event.type === "end") ending = event;
    else {
      bytes += Buffer.byteLength(event.text);
      if (bytes > limits.answerBytes) throw tooLong(limits.answerBytes);
      await recorder.add(event.text);
    }
  }
  if (ending === undefined) {
    throw new ModelError("MODEL_UNAVAILABLE", "The language model's answer broke off before its end.", {
      retryable: true,
    });
  }
  const { text, replaced } = await recorder.finish();
  const { finishReason } = ending;
  const judged = judgeParts(judge, { before, rest: text, finishReason, replaced });
  return { answered: true, ending, ...judged, cut: judged.cut && mayContinue && continues };
}

function tooLong(limit: number): ModelError {
  return new ModelError("ANSWER_TOO_LONG", `The answer is longer than ${limit} bytes.`, { retryable: true });
}

async function store(
  { database }: RunDependencies,
  key: AttemptKey,
  chunk: Parameters<typeof storeChunk>[2],
): Promise<void> {
  const taken = await database.tenant(key.organizationId, (trx) => storeChunk(trx, key, chunk));
  if (!taken)
    throw new AttemptLost(`attempt ${key.attempt} of generation ${key.generationId} ended elsewhere`);
}

/** Says regularly that the attempt lives, and notices when it does not; returns what stops it. */
function beat(
  { database, settings, log }: RunDependencies,
  key: AttemptKey,
  onLost: (error: AttemptLost) => void,
): () => void {
  let stopped = false;
  let timer: NodeJS.Timeout;
  const once = async (): Promise<void> => {
    try {
      const alive = await database.tenant(key.organizationId, (trx) => touchAttempt(trx, key));
      if (!alive) return onLost(new AttemptLost("the attempt ended elsewhere"));
    } catch (error) {
      // The database may be back before the next beat; if it is not, the next chunk says so.
      log.warn({ err: error }, "a heartbeat failed");
    }
    if (!stopped) timer = setTimeout(once, settings.attemptHeartbeatMs);
  };
  timer = setTimeout(once, settings.attemptHeartbeatMs);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
