import { ViveroError } from "@vivero/contracts";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Counts one request of a subject, or refuses it. */
export type RateLimit = (subject: string) => Promise<void>;

/**
 * At most `perMinute` requests a minute for each subject, counted in this process: with N replicas the bound is N times
 * as high. It throws RATE_LIMITED with the seconds to wait.
 */
export function createRateLimit(perMinute: number): RateLimit {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return async (subject) => {
    try {
      await limiter.consume(subject);
    } catch (exceeded) {
      if (!(exceeded instanceof RateLimiterRes)) throw exceeded;
      const retryAfterSeconds = Math.max(1, Math.ceil(exceeded.msBeforeNext / 1_000));
      throw new ViveroError(
        "RATE_LIMITED",
        `At most ${perMinute} requests a minute; wait ${retryAfterSeconds} s.`,
        {
          details: { retryAfterSeconds },
        },
      );
    }
  };
}
