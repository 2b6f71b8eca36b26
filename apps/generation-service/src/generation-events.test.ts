import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventsAfter, firstChunkAfter, readPlace, type Snapshot } from "./generation-events.ts";

const status = fc.constantFrom("queued", "processing", "complete", "failed", "cancelled") as fc.Arbitrary<
  Snapshot["status"]
>;

/** Any moment of any generation, with all chunks of its latest attempt. */
const moments: fc.Arbitrary<Snapshot> = fc
  .record({
    status,
    attempts: fc.nat(4),
    retried: fc.boolean(),
    attemptStatus: fc.constantFrom("running", "succeeded", "failed", "abandoned", "cancelled"),
    texts: fc.array(fc.string({ minLength: 1 }), { maxLength: 8 }),
    queuedAt: fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }),
  })
  .map(({ status: now, attempts, retried, attemptStatus, texts, queuedAt }) => ({
    status: now,
    attempts,
    runFirstAttempt: retried || attempts === 0 ? attempts + 1 : 1,
    lastError: null,
    queuedAt,
    finishedAt: queuedAt,
    latest:
      attempts === 0
        ? null
        : { attempt: attempts, status: attemptStatus, error: { code: "MODEL_UNAVAILABLE", message: "m" } },
    before: null,
    chunks: attempts === 0 ? [] : texts.map((text, sequence) => ({ sequence, text, characters: sequence })),
    moreChunks: false,
  }));

/** The moment as the database would give it to a follower who comes from this place: no chunks that were told before. */
function seenFrom(moment: Snapshot, after: ReturnType<typeof readPlace>): Snapshot {
  const from = firstChunkAfter(after, moment.attempts);
  return { ...moment, chunks: moment.chunks.filter(({ sequence }) => sequence >= from) };
}

describe("the events of a generation", () => {
  it("have ids that grow, and that lead back to their place", () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const { events } = eventsAfter(moment, null);
        const places = events.map(({ id }) => readPlace(id));
        for (const [index, place] of places.entries()) {
          const next = places[index + 1];
          if (next) expect(eventsAfter(moment, place).events[0]?.id).toBe(events[index + 1]?.id);
          expect(eventsAfter(seenFrom(moment, place), place).events).toEqual(events.slice(index + 1));
        }
      }),
    );
  });

  it("end with `finished` when and only when the generation is over, and say then that nothing follows", () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const { events, done } = eventsAfter(moment, null);
        const over = ["complete", "failed", "cancelled"].includes(moment.status);
        expect(done).toBe(over);
        expect(events.filter(({ type }) => type === "finished")).toHaveLength(over ? 1 : 0);
        if (over) expect(events.at(-1)?.type).toBe("finished");
      }),
    );
  });

  it("do not go on to the end while there are chunks that were not told", () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const { events, done } = eventsAfter({ ...moment, moreChunks: true }, null);
        expect(done).toBe(false);
        expect(events.some(({ type }) => type === "finished")).toBe(false);
      }),
    );
  });

  it("tell a retry after what went before it", () => {
    const cancelledWhileQueued: Snapshot = {
      status: "cancelled",
      attempts: 0,
      runFirstAttempt: 1,
      lastError: null,
      queuedAt: new Date(1_000),
      finishedAt: new Date(2_000),
      latest: null,
      before: null,
      chunks: [],
      moreChunks: false,
    };
    const first = eventsAfter(cancelledWhileQueued, null);
    const last = readPlace(first.events.at(-1)?.id ?? "");
    const again = eventsAfter({ ...cancelledWhileQueued, status: "queued", queuedAt: new Date(3_000) }, last);
    expect(again).toMatchObject({ events: [{ type: "status", data: { status: "queued" } }], done: false });
  });
});
