import { type GenerationApi, notFound } from "@vivero/contracts";
import type { Database } from "@vivero/database";
import { eventsAfter, readPlace } from "./generation-events.ts";
import { readSnapshot } from "./generation-events-read-model.ts";
import type { GenerationNews } from "./generation-news.ts";

/** Rows are read again at least this often: notifications are a wake-up only, and one may be lost. */
const LONGEST_NAP_MS = 1_000;

/**
 * What happened to a generation after an event, as soon as there is something, or nothing after `waitMs`. Everything comes
 * from stored rows, so a follower may come back to any replica. While it waits it holds no connection: PostgreSQL's NOTIFY
 * wakes it within milliseconds, and reading again each second makes up for notifications that were lost.
 * @throws ViveroError NOT_FOUND; INVALID_REQUEST for an `after` that is no event's id
 */
export function followGeneration({
  database,
  news,
}: {
  database: Database;
  news: GenerationNews;
}): GenerationApi["follow"] {
  return async ({ id, after, waitMs }, { actor: { organizationId } }) => {
    const place = after === null ? null : readPlace(after);
    const deadline = performance.now() + waitMs;
    const subscription = news.subscribe(organizationId, id);
    try {
      for (;;) {
        const snapshot = await database.tenant(
          organizationId,
          (trx) => readSnapshot(trx, organizationId, id, place),
          { isolation: "repeatable read" },
        );
        if (snapshot === undefined) throw notFound("generation", id);
        const found = eventsAfter(snapshot, place);
        const left = deadline - performance.now();
        if (found.events.length > 0 || found.done || left <= 0 || news.closed) return found;
        await subscription.next(Math.min(left, LONGEST_NAP_MS));
      }
    } finally {
      subscription.close();
    }
  };
}
