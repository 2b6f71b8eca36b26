import { setTimeout as delay } from "node:timers/promises";
import type { Backfill } from "./backfill.ts";
import type { Pace } from "./pace.ts";
import { type BackfillState, changeRegister, readRegister } from "./register.ts";
import type { RunEnd } from "./run-batches.ts";
import type { Runner } from "./runner.ts";
import { watchLoad } from "./throttle.ts";

/** What every batch has to pass: an operator's pause or cancel, a signal, too much load. */
export type Gate = {
  /** Waits until the next batch may begin; false when none may any more. */
  pass(): Promise<boolean>;
  /** What the register said when a batch was committed. */
  learn(state: BackfillState): void;
  /** Asks the register, where no batch could be committed for a while; then as `pass`. */
  passAgain(): Promise<boolean>;
  /** No batch may begin any more. */
  close(): void;
  /** Why no batch may begin any more; undefined while they may. */
  end(): RunEnd | undefined;
};

type GateOptions = {
  pace: Pace;
  signal?: AbortSignal | undefined;
  /** Told why it waits, and with null that it goes on. */
  onWait: (reason: string | null) => void;
};

export function openGate(runner: Runner, backfill: Backfill, { pace, signal, onWait }: GateOptions): Gate {
  const throttle = watchLoad(runner, pace);
  let state: BackfillState = "running";
  let closed = false;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let waiting: string | null = null;
  let asking: Promise<boolean> | undefined;

  const end = (): RunEnd | undefined => {
    if (state === "cancelled") return "cancelled";
    return closed || signal?.aborted ? "stopped" : undefined;
  };

  async function say(reason: string | null): Promise<void> {
    if (reason === waiting) return;
    waiting = reason;
    await changeRegister(runner.db, backfill, { waitingFor: reason });
    onWait(reason);
  }

  /** At most once in a while, as long as nothing was amiss the last time. */
  async function lookForLoad(): Promise<string | undefined> {
    if (waiting === null && performance.now() - lookedAt < pace.lookEveryMs) return undefined;
    lookedAt = performance.now();
    return throttle();
  }

  async function ask(): Promise<boolean> {
    while (end() === undefined) {
      const reason = state === "paused" ? "an operator has paused it" : await lookForLoad();
      await say(reason ?? null);
      if (reason === undefined) return true;
      await delay(pace.lookEveryMs, undefined, signal ? { signal } : {}).catch(() => undefined);
      await readState();
    }
    return false;
  }

  function askOnce(): Promise<boolean> {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  }

  async function readState(): Promise<void> {
    state = (await readRegister(runner.db, backfill))?.state ?? "cancelled";
  }

  return {
    async pass() {
      if (pace.pauseMs > 0) await delay(pace.pauseMs);
      return askOnce();
    },
    async passAgain() {
      await readState();
      return askOnce();
    },
    learn(latest) {
      state = latest;
    },
    close() {
      closed = true;
    },
    end,
  };
}
