import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import type { ClientFeatures, Feature, FeatureRepository, Segment } from "./client-features.ts";
import { fetchClientFeatures } from "./fetch-client-features.ts";
import type { FlagsLog } from "./flags.ts";
import { isRecord } from "./json.ts";
import type { LastKnownFile } from "./last-known-file.ts";

export interface PolledFeaturesOptions {
  /** The API's base address, as `unleashApiAddress` gives it. */
  apiAddress: string;
  token: string;
  appName: string;
  refreshIntervalMs: number;
  requestTimeoutMs: number;
  file?: LastKnownFile | undefined;
  log: FlagsLog;
}

/** While Unleash fails the pause between polls doubles, but stays short enough to see it come back within seconds. */
const longestPauseMs = 10_000;

/**
 * The flag definitions of Unleash, kept fresh by polling.
 *
 * It stands in for the SDK's own poller, which stops for good at a 401 or 403, reads its backup too late for the first
 * question, writes it in place, and may crash the process when it is stopped while a request fails. Here every failure
 * is the same: the last definitions stay, and polling goes on with a growing pause.
 */
export class PolledFeatures extends EventEmitter implements FeatureRepository {
  lastFetchAt: Date | null = null;
  lastError: string | null = null;

  readonly #options: PolledFeaturesOptions;
  readonly #instanceId = randomUUID();
  readonly #stopping = new AbortController();
  #features = new Map<string, Feature>();
  #segments = new Map<number, Segment>();
  #entityTag: string | null = null;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<void> = Promise.resolve();

  constructor(options: PolledFeaturesOptions) {
    super();
    this.#options = options;
    this.#readFile();
  }

  /** Whether the latest poll succeeded. */
  get connected(): boolean {
    return this.lastFetchAt !== null && this.lastError === null;
  }

  getToggle(name: string): Feature | undefined {
    return this.#features.get(name);
  }

  getToggles(): Feature[] {
    return [...this.#features.values()];
  }

  getTogglesWithSegmentData(): ReturnType<FeatureRepository["getTogglesWithSegmentData"]> {
    return this.getToggles().map(({ strategies, ...feature }) => ({
      ...feature,
      strategies: (strategies ?? []).map(({ segments, ...strategy }) => ({
        ...strategy,
        segments: (segments ?? []).map((id) => this.getSegment(id)),
      })),
    }));
  }

  getSegment(id: number): Segment | undefined {
    return this.#segments.get(id);
  }

  /** Starts polling, and returns at once. */
  async start(): Promise<void> {
    // The SDK answers from definitions only after this event; before the first poll they are the file's, or none.
    this.emit("ready");
    this.#pollNow();
  }

  stop(): void {
    this.#stopping.abort();
    clearTimeout(this.#timer);
  }

  /** Stops, and resolves once no request runs and nothing is being written. */
  async stopped(): Promise<void> {
    this.stop();
    await this.#polling;
  }

  /** Resolves to whether Unleash has answered in this process, as soon as it has, after `timeoutMs` at the latest. */
  async firstAnswer(timeoutMs: number): Promise<boolean> {
    if (this.lastFetchAt === null && timeoutMs > 0 && !this.#stopping.signal.aborted) {
      await new Promise<void>((resolve) => {
        // Not unref'd: a process that awaits its flags before it listens must not end here.
        const timer = setTimeout(resolve, timeoutMs);
        const settle = () => {
          clearTimeout(timer);
          resolve();
        };
        this.once("answered", settle);
        this.#stopping.signal.addEventListener("abort", settle, { once: true });
      });
    }
    return this.lastFetchAt !== null;
  }

  #readFile(): void {
    try {
      const known = this.#options.file?.read();
      if (known) {
        this.#hold(known);
      }
    } catch (error) {
      this.#options.log.warn({ error: reason(error) }, "the file of last known flags cannot be used");
    }
  }

  #pollNow(): void {
    this.#polling = this.#poll();
  }

  async #poll(): Promise<void> {
    try {
      const changed = await this.#fetch();
      this.#succeeded();
      if (changed) {
        await this.#keep(changed);
      }
    } catch (error) {
      if (this.#stopping.signal.aborted) {
        return;
      }
      this.#failed(reason(error));
    }
    if (!this.#stopping.signal.aborted) {
      this.#timer = setTimeout(() => this.#pollNow(), this.#pauseMs()).unref();
    }
  }

  /** Holds what Unleash answers, and returns it; undefined when nothing has changed. */
  async #fetch(): Promise<ClientFeatures | undefined> {
    const { requestTimeoutMs, ...request } = this.#options;
    const answer = await fetchClientFeatures({
      ...request,
      instanceId: this.#instanceId,
      entityTag: this.#entityTag,
      signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(requestTimeoutMs)]),
    });
    if (answer) {
      this.#hold(answer.known);
      this.#entityTag = answer.entityTag;
    }
    return answer?.known;
  }

  #hold({ features, segments }: ClientFeatures): void {
    this.#features = new Map(features.map((feature) => [feature.name, feature]));
    this.#segments = new Map(segments.map((segment) => [segment.id, segment]));
  }

  async #keep(known: ClientFeatures): Promise<void> {
    try {
      await this.#options.file?.write(known);
    } catch (error) {
      this.#options.log.warn({ error: reason(error) }, "the file of last known flags cannot be written");
    }
  }

  #succeeded(): void {
    if (!this.connected) {
      this.#options.log.info({}, "flags come from Unleash");
    }
    this.lastFetchAt = new Date();
    this.lastError = null;
    this.#failures = 0;
    this.emit("answered");
  }

  #failed(error: string): void {
    if (this.lastError !== error) {
      this.#options.log.warn({ error }, "Unleash has no answer; flags keep their last known values");
    }
    this.lastError = error;
    this.#failures += 1;
  }

  #pauseMs(): number {
    const { refreshIntervalMs } = this.#options;
    return Math.max(refreshIntervalMs, Math.min(refreshIntervalMs * 2 ** this.#failures, longestPauseMs));
  }
}

/** `fetch failed` alone says nothing: the cause holds the reason. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const cause = isRecord(error.cause) ? `: ${error.cause.code ?? error.cause.message}` : "";
  return `${error.message}${cause}`;
}
