import { type GenerationEvent, ViveroError } from "@vivero/contracts";
import type { AttemptError } from "./attempt-store.ts";
import type { Chunk } from "./chunk-store.ts";
import type { Failure, GenerationStatus } from "./generation-store.ts";

/**
 * The place of an event in a generation's stream: `attempt.phase.number`. It comes from stored rows alone, so every replica
 * gives the same event the same id, and ids of one generation grow in the order of what happened.
 */
export type Place = { attempt: number; phase: Phase; number: number };

/** `waiting`: queued, or ended without another attempt since; its number is a time, as this may happen again and again. */
const PHASES = { began: 0, chunk: 1, ended: 2, finished: 3, waiting: 4 } as const;
type Phase = (typeof PHASES)[keyof typeof PHASES];

/** The rows of one moment that a generation's events come from: itself, its latest attempt, and that attempt's next chunks. */
export type Snapshot = {
  status: GenerationStatus;
  attempts: number;
  runFirstAttempt: number;
  lastError: Failure | null;
  queuedAt: Date | null;
  finishedAt: Date | null;
  latest: { attempt: number; status: string; error: AttemptError | null } | null;
  /** The parts of a cut answer that the latest attempt goes on from, put together; null when it asks for a whole one. */
  before: string | null;
  chunks: readonly Chunk[];
  /** Whether there are chunks behind these. */
  moreChunks: boolean;
};

const OVER: readonly GenerationStatus[] = ["complete", "failed", "cancelled"];

/**
 * The events after a place, in order, and whether that was all for good. Of attempts only the latest is told, and from
 * which chunk on follows from the place: an older attempt's text is void, unless the latest goes on from it, which then
 * carries it. Pure.
 */
export function eventsAfter(
  snapshot: Snapshot,
  after: Place | null,
): { events: GenerationEvent[]; done: boolean } {
  const all = [...attemptEvents(snapshot), ...closingEvents(snapshot)];
  const events = all.filter(({ place }) => after === null || compare(place, after) > 0);
  return {
    events: events.map(({ place, type, data }) => ({ id: writePlace(place), type, data })),
    done: OVER.includes(snapshot.status) && !snapshot.moreChunks,
  };
}

/** The largest number that the column `sequence` holds. */
const BEHIND_ALL_CHUNKS = 2_147_483_647;

/** Whether a follower has yet to be told that the latest attempt began. */
export function misses(after: Place | null, latestAttempt: number): boolean {
  return after === null || after.attempt < latestAttempt;
}

/** From which chunk of the latest attempt on a follower needs the text. */
export function firstChunkAfter(after: Place | null, latestAttempt: number): number {
  if (after === null || misses(after, latestAttempt) || after.phase === PHASES.began) return 0;
  if (after.phase === PHASES.chunk) return after.number + 1;
  return BEHIND_ALL_CHUNKS;
}

type Placed = { place: Place; type: GenerationEvent["type"]; data: GenerationEvent["data"] };

function attemptEvents({ latest, before, chunks, moreChunks }: Snapshot): Placed[] {
  if (latest === null) return [];
  const { attempt } = latest;
  const at = (phase: Phase, number = 0): Place => ({ attempt, phase, number });
  const continued = before === null ? {} : { continues: true as const, text: before };
  const began: Placed = {
    place: at(PHASES.began),
    type: "attempt",
    data: { status: "processing", attempt, ...continued },
  };
  const texts = chunks.map(
    ({ sequence, text, characters }): Placed => ({
      place: at(PHASES.chunk, sequence),
      type: "chunk",
      data: { attempt, text, characters },
    }),
  );
  if (moreChunks || !["failed", "abandoned"].includes(latest.status)) return [began, ...texts];
  const lastError = latest.error && { code: latest.error.code, message: latest.error.message };
  return [
    began,
    ...texts,
    { place: at(PHASES.ended), type: "status", data: { status: "processing", attempt, lastError } },
  ];
}

function closingEvents(snapshot: Snapshot): Placed[] {
  const { status, attempts, runFirstAttempt, lastError, queuedAt, finishedAt, moreChunks } = snapshot;
  if (moreChunks) return [];
  const waiting = runFirstAttempt > attempts;
  const waitingPlace = (time: Date | null, step: 0 | 1): Place => ({
    attempt: attempts,
    phase: PHASES.waiting,
    number: (time?.getTime() ?? 0) * 2 + step,
  });
  const queued: Placed[] = waiting
    ? [{ place: waitingPlace(queuedAt, 0), type: "status", data: { status: "queued" } }]
    : [];
  if (!OVER.includes(status)) return queued;
  const place = waiting
    ? waitingPlace(finishedAt, 1)
    : { attempt: attempts, phase: PHASES.finished, number: 0 };
  const data = { status, lastError, ...(attempts > 0 ? { attempt: attempts } : {}) };
  return [...queued, { place, type: "finished", data }];
}

function compare(one: Place, other: Place): number {
  return one.attempt - other.attempt || one.phase - other.phase || one.number - other.number;
}

function writePlace({ attempt, phase, number }: Place): string {
  return `${attempt}.${phase}.${number}`;
}

/**
 * The place in an event's id.
 * @throws ViveroError INVALID_REQUEST when it is none of ours
 */
export function readPlace(id: string): Place {
  const [, attempt, phase, number] = /^(\d{1,9})\.([0-4])\.(\d{1,15})$/.exec(id) ?? [];
  if (attempt === undefined || phase === undefined || number === undefined) {
    throw new ViveroError("INVALID_REQUEST", "The last event's id is not one of this stream.", {
      details: { errors: [{ path: "after", message: "take the id of an event of this generation" }] },
    });
  }
  return { attempt: Number(attempt), phase: Number(phase) as Phase, number: Number(number) };
}
