import type { Draft } from "./drafts.ts";
import type { JournalKind } from "./journal.ts";
import { LONGEST_PIECE } from "./stutter.ts";

/** Of shorter ones it is not sure that they stand there twice. */
const SHORTEST_PIECE = 12;

/** What brackets, commas and indentation alone have not: they repeat by nature. */
const FEWEST_CHARACTERS = 6;

/** A fault may show a little behind the piece that it comes from. */
const BEHIND = 8;

/**
 * Where a piece of a stream that was sent again stands for the second time (`"na": "An"na": "Ana"`); -1 when no fault
 * in the text shows one. What repeats with its fault, as rows of a list do, is nothing strange. Bounded work.
 *
 * @param drafts what was mended in the text. The first of each kind is asked: a text that is broken all over has it
 *   not from its stream.
 */
export function pieceAgain(text: string, drafts: readonly Draft[]): number {
  const asked: JournalKind[] = [];
  for (const fault of drafts) {
    if (fault.severity === "cosmetic" || asked.includes(fault.kind)) continue;
    asked.push(fault.kind);
    for (const at of [fault.at.offset, fault.at.offset - BEHIND]) {
      const piece = pieceAround(text, at);
      if (piece !== null && !stoodBefore(drafts, fault, piece.length)) return piece.start;
    }
  }
  return -1;
}

/** The second of two equal pieces, one right behind the other, that the text at `at` belongs to. */
function pieceAround(text: string, at: number): { start: number; length: number } | null {
  const first = text.charCodeAt(at);
  const second = text.charCodeAt(at + 1);
  const longest = Math.min(LONGEST_PIECE, at);
  for (let length = SHORTEST_PIECE; length <= longest; length++) {
    if (text.charCodeAt(at - length) !== first || text.charCodeAt(at + 1 - length) !== second) continue;
    const start = repeatedFrom(text, at, length);
    if (start !== -1 && isVaried(text.slice(start, start + length))) return { start, length };
  }
  return null;
}

/** Where `length` characters around `at` begin that equal those right before them; -1 when there are none. */
function repeatedFrom(text: string, at: number, length: number): number {
  const equals = (index: number) => text.charCodeAt(index) === text.charCodeAt(index - length);
  let start = at;
  while (start > length && at - start < length && equals(start - 1)) start--;
  let end = at;
  while (end < text.length && end - start < length && equals(end)) end++;
  return end - start === length ? start : -1;
}

function isVaried(piece: string): boolean {
  return new Set(piece).size >= FEWEST_CHARACTERS;
}

function stoodBefore(drafts: readonly Draft[], fault: Draft, distance: number): boolean {
  return drafts.some(({ at, kind }) => kind === fault.kind && at.offset === fault.at.offset - distance);
}
