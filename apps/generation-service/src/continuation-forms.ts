import type { JournalEntry } from "./judge-answer.ts";
import { endOfText } from "./resume-point.ts";

/** Something that was taken off a continuation: its wrapping, or what the text before it had already said. */
export type Taken = {
  kind: "fence_removed" | "prose_ignored" | "repetition_removed";
  severity: JournalEntry["severity"];
  text: string;
  /** Where it stood: before or behind what was kept. */
  side: "front" | "end";
};

/** A way to understand a continuation: the text that goes on, and what was taken off it. */
export type ContinuationForm = { text: string; taken: readonly Taken[] };

const FENCE = /^\s*(?:[^\n{}[\]"`]*\n\s*)?```\w*[ \t]*\n/;
const CLOSING_FENCE = /\n?[ \t]*```\s*$/;
const INTRO = /^\s*\p{L}[^\n{}[\]"]*\n/u;
const ELLIPSIS = /^\s*(?:\.{3}|…)/;

/**
 * The continuation without what surely is wrapping: a fence, and outside of strings an introductory line or dots; in a
 * string these may be the text itself. With nothing taken off it is the text as it came. Pure.
 */
export function unwrapped(before: string, rest: string): ContinuationForm {
  const fence = FENCE.exec(rest)?.[0];
  if (fence !== undefined) {
    const inner = rest.slice(fence.length);
    const closing = CLOSING_FENCE.exec(inner)?.[0] ?? "";
    const front: Taken = { kind: "fence_removed", severity: "cosmetic", text: fence, side: "front" };
    const end: Taken = { kind: "fence_removed", severity: "cosmetic", text: closing, side: "end" };
    return {
      text: inner.slice(0, inner.length - closing.length),
      taken: closing === "" ? [front] : [front, end],
    };
  }
  const prose = endOfText(before).inString ? undefined : (INTRO.exec(rest) ?? ELLIPSIS.exec(rest))?.[0];
  if (prose === undefined) return { text: rest, taken: [] };
  return {
    text: rest.slice(prose.length),
    taken: [{ kind: "prose_ignored", severity: "cosmetic", text: prose, side: "front" }],
  };
}

/** Whether a continuation begins with dots in the middle of a string: they may be the model's, or the text's own. Pure. */
export function beginsWithDots(before: string, rest: string): boolean {
  return ELLIPSIS.test(rest) && endOfText(before).inString;
}

const LONGEST_REPETITION = 2_000;

/** The continuation without the longest beginning that `before` ends with, white space apart; null without one. Pure. */
export function withoutRepetition(before: string, form: ContinuationForm): ContinuationForm | null {
  const most = Math.min(LONGEST_REPETITION, before.length, form.text.length);
  for (let length = most; length > 0; length--) {
    const text = form.text.slice(0, length);
    if (!before.endsWith(text) || text.trim() === "") continue;
    const taken: Taken = { kind: "repetition_removed", severity: "structural", text, side: "front" };
    return { text: form.text.slice(length), taken: [...form.taken, taken] };
  }
  return null;
}
