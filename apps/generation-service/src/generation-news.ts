/** Tells waiting followers that something of a generation was stored. */
export interface GenerationNews {
  /** True when the process is about to stop: nobody should wait any longer. */
  readonly closed: boolean;
  /** Begins to listen; news from here on is not missed between two `next`. */
  subscribe(organizationId: number, generationId: number): NewsSubscription;
  /** Wakes whoever waits for this generation. */
  tell(organizationId: number, generationId: number): void;
  /** Wakes everybody: news may have been missed. */
  tellAll(): void;
  /** Wakes everybody for good: from now on nobody waits. */
  close(): void;
}

export interface NewsSubscription {
  /** Resolves with the next news, or after `timeoutMs` without any; whoever wakes reads the rows again. */
  next(timeoutMs: number): Promise<void>;
  close(): void;
}

type Listener = { wake: () => void };

/** News within one process; `openQueue` feeds it with what PostgreSQL notifies, so that it reaches every replica. */
export function createGenerationNews(): GenerationNews {
  const listeners = new Map<string, Set<Listener>>();
  let closed = false;
  const keyOf = (organizationId: number, generationId: number) => `${organizationId}:${generationId}`;
  const wakeAll = () => {
    for (const group of listeners.values()) for (const { wake } of group) wake();
  };

  return {
    get closed() {
      return closed;
    },
    subscribe(organizationId, generationId) {
      const key = keyOf(organizationId, generationId);
      let fresh = false;
      let resolve: (() => void) | undefined;
      const listener: Listener = {
        wake: () => {
          fresh = true;
          resolve?.();
        },
      };
      const group = listeners.get(key) ?? new Set();
      listeners.set(key, group.add(listener));
      return {
        async next(timeoutMs) {
          if (!fresh && !closed) {
            const waiting = Promise.withResolvers<void>();
            resolve = waiting.resolve;
            const timer = setTimeout(waiting.resolve, timeoutMs);
            await waiting.promise;
            clearTimeout(timer);
          }
          fresh = false;
        },
        close() {
          group.delete(listener);
          if (group.size === 0 && listeners.get(key) === group) listeners.delete(key);
        },
      };
    },
    tell(organizationId, generationId) {
      for (const { wake } of listeners.get(keyOf(organizationId, generationId)) ?? []) wake();
    },
    tellAll: wakeAll,
    close() {
      closed = true;
      wakeAll();
    },
  };
}
