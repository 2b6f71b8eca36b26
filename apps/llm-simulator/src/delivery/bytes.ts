import { BROKEN_CHARACTER } from "../faults/spoil-answer.ts";
import type { Reply } from "./plan-reply.ts";

const BROKEN_MARK = Buffer.from(BROKEN_CHARACTER, "utf8");
const INCOMPLETE_CHARACTER = Buffer.from([0xe2, 0x80]);

/** UTF-8, with the sign for an incomplete character as the two bytes that it stands for. */
function encode(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  const mark = bytes.indexOf(BROKEN_MARK);
  if (mark < 0) return bytes;
  return Buffer.concat([
    bytes.subarray(0, mark),
    INCOMPLETE_CHARACTER,
    bytes.subarray(mark + BROKEN_MARK.length),
  ]);
}

/** Numbers from 0 to below 1 that are the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Turns the texts of a response into the pieces of bytes that are written one by one. */
export interface ByteWriter {
  /** The pieces that are due now; with `splitBytes` the rest is kept for the next text. */
  write(text: string): Buffer[];
  /** What was kept. */
  flush(): Buffer[];
}

/**
 * Each text is one piece, or, with `splitBytes`, the response is cut into pieces of arbitrary length that end
 * anywhere: within a character, within a line, or some way into the next event.
 */
export function byteWriter(splitBytes: Reply["splitBytes"]): ByteWriter {
  if (!splitBytes) return { write: (text) => [encode(text)], flush: () => [] };
  const random = randomNumbers(splitBytes.seed);
  const nextLength = () => 1 + Math.floor(random() * Math.max(1, splitBytes.maximumBytes));
  let kept = Buffer.alloc(0);
  let length = nextLength();
  return {
    write(text) {
      kept = Buffer.concat([kept, encode(text)]);
      const pieces: Buffer[] = [];
      while (kept.length >= length) {
        pieces.push(kept.subarray(0, length));
        kept = kept.subarray(length);
        length = nextLength();
      }
      return pieces;
    },
    flush() {
      const rest = kept;
      kept = Buffer.alloc(0);
      return rest.length > 0 ? [rest] : [];
    },
  };
}
