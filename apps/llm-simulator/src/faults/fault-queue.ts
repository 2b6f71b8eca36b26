import type { Fault } from "./fault.ts";

interface QueuedFault {
  readonly fault: Fault;
  /** How many requests are still to get it. */
  remaining: number;
  /** Only requests whose messages contain this text get it; others leave it where it is. */
  readonly match: string | null;
}

/** What is queued, as `GET /simulator/faults` tells it. */
export interface QueuedFaultView {
  readonly fault: string;
  readonly options: Fault["options"];
  readonly remaining: number;
  readonly match: string | null;
}

/** The faults that the next requests get, first in, first out. */
export class FaultQueue {
  #queued: QueuedFault[] = [];

  /** The next `times` requests that contain `match` (all, when null) get the fault. */
  add(fault: Fault, times: number, match: string | null): void {
    this.#queued.push({ fault, remaining: times, match });
  }

  /** Takes the first fault that is due for a conversation with this text; null when none is. */
  take(conversation: string): Fault | null {
    const due = this.#queued.find(({ match }) => match === null || conversation.includes(match));
    if (!due) return null;
    due.remaining -= 1;
    if (due.remaining === 0) this.#queued = this.#queued.filter((queued) => queued !== due);
    return due.fault;
  }

  list(): QueuedFaultView[] {
    return this.#queued.map(({ fault, remaining, match }) => ({
      fault: fault.name,
      options: fault.options,
      remaining,
      match,
    }));
  }

  clear(): void {
    this.#queued = [];
  }
}
